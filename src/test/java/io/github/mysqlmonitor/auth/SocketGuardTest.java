package io.github.mysqlmonitor.auth;

import static io.github.mysqlmonitor.auth.AuthScript.NEXT_NONCE;
import static io.github.mysqlmonitor.auth.AuthScript.authSwitch;
import static io.github.mysqlmonitor.auth.AuthScript.bytes;
import static io.github.mysqlmonitor.auth.AuthScript.changeUser;
import static io.github.mysqlmonitor.auth.AuthScript.login;
import static io.github.mysqlmonitor.auth.AuthScript.nextFactor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is refused where a server could take the proxy's socket for the client's; the user in the scripts is "user". */
class SocketGuardTest {
    private static final String MYSQL = "9.9.9";
    private static final String MARIADB = "11.4.5-MariaDB";
    private static final String NATIVE = "mysql_native_password";
    private static final byte[] OK = bytes(0, 0, 0, 2, 0, 0, 0);

    private static final String UNASKED = "the server lets 'user' in without asking the client anything: by the socket"
            + " (auth_socket, unix_socket), which is the proxy's and says nothing about the client; give the account a"
            + " password only, or allow it by --allow-local-identity";

    @Test
    void theServerIsMadeToAskForWhatTheAccountNeeds() {
        AuthScript.guarded(MYSQL, "proxy")
                .login(NATIVE, 1, 2, 3)
                .expectToServer(login(WithheldPassword.PLUGIN, bytes()))
                .server(authSwitch(NATIVE, NEXT_NONCE))
                .expectToClient(authSwitch(NATIVE, NEXT_NONCE))
                .client(bytes(4, 5))
                .expectToServer(4, 5)
                .server(OK)
                .expectToClient(OK);
    }

    @Test
    void anEmptyPasswordIsEnoughForAServerThatAsks() {
        AuthScript script = AuthScript.guarded(MYSQL, "proxy")
                .login(NATIVE)
                .serverGotLogin()
                .server(authSwitch(NATIVE, NEXT_NONCE))
                .expectToClient(authSwitch(NATIVE, NEXT_NONCE))
                .client(bytes())
                .expectToServer()
                .server(OK)
                .expectToClient(OK);
        assertNull(script.refusal());
    }

    @Test
    void anOkWithoutAQuestionIsRefused() {
        AuthScript script = AuthScript.guarded(MYSQL, "proxy")
                .login(NATIVE, 1, 2, 3)
                .serverGotLogin()
                .server(OK)
                .expectSilence();
        assertEquals(UNASKED, script.refusal().message());
        assertEquals(AuthRefusal.Why.LOCAL_IDENTITY, script.refusal().why());
        assertTrue(script.refusal().loggedIn());
        assertFalse(script.authentication().running());
    }

    @Test
    void anErrWithoutAQuestionIsTheServers() {
        AuthScript.guarded(MYSQL, "proxy")
                .login(NATIVE)
                .serverGotLogin()
                .server(bytes(0xFF, 0x15, 4))
                .expectToClient(bytes(0xFF, 0x15, 4));
    }

    @Test
    void aSecondFactorWithoutAQuestionForTheFirstIsRefused() {
        AuthScript script = AuthScript.guarded(MYSQL, "proxy")
                .login(NATIVE, 1, 2, 3)
                .serverGotLogin()
                .server(nextFactor(NATIVE, NEXT_NONCE))
                .expectSilence();
        assertEquals(UNASKED, script.refusal().message());
        assertFalse(script.refusal().loggedIn());
    }

    @Test
    void aServerThatNamesASocketPluginIsRefused() {
        AuthScript script = AuthScript.guarded(MYSQL, "proxy")
                .login(NATIVE)
                .serverGotLogin()
                .server(authSwitch("auth_socket", NEXT_NONCE))
                .expectSilence();
        assertEquals(
                "the server asks for auth_socket, which looks at the socket: that is the proxy's and says nothing about"
                        + " the client; give the account a password only, or allow it by --allow-local-identity",
                script.refusal().message());
        assertFalse(script.refusal().loggedIn());
    }

    @Test
    void mariaDbsWordForTheProxysOwnUserIsNotTaken() {
        AuthScript script = asked(AuthScript.guarded(MARIADB, "user")).expectSilence();
        assertEquals(
                "'user' is the user whom mysql-monitor runs as: MariaDB's unix_socket may have let it in for that alone,"
                        + " whatever the client has sent; run mysql-monitor as a user without an account, or allow it by"
                        + " --allow-local-identity",
                script.refusal().message());
        assertTrue(script.refusal().loggedIn());
        asked(AuthScript.guarded(MARIADB, "proxy")).expectToClient(OK);
        asked(AuthScript.guarded(MYSQL, "user")).expectToClient(OK);
    }

    private static AuthScript asked(AuthScript script) {
        return script.login(NATIVE, 1, 2, 3)
                .serverGotLogin()
                .server(authSwitch(NATIVE, NEXT_NONCE))
                .expectToClient(authSwitch(NATIVE, NEXT_NONCE))
                .client(bytes(1))
                .serverGotLogin()
                .server(OK);
    }

    @Test
    void changedUsersAreWatchedLikewise() {
        AuthScript script = asked(AuthScript.guarded(MYSQL, "proxy")).expectToClient(OK);
        script.authentication().changeUser(changeUser(NATIVE, bytes(1, 2, 3)));
        script.expectToServer(changeUser(WithheldPassword.PLUGIN, bytes()))
                .server(OK)
                .expectSilence();
        assertEquals(UNASKED, script.refusal().message());
    }

    @Test
    void withoutTheGuardNothingIsWithheld() {
        new AuthScript(Protection.TLS, Protection.UNIX)
                .login(NATIVE, 1, 2, 3)
                .expectToServer(login(NATIVE, bytes(1, 2, 3)))
                .server(OK)
                .expectToClient(OK);
    }
}
