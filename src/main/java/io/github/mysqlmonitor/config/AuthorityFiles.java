package io.github.mysqlmonitor.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the certificate authorities are that a peer's certificate may come from.
 *
 * @param ca PEM file with one or more of them
 * @param capath directory whose PEM files hold them
 * @param crl PEM file with their revocation lists; when given, each certificate of a chain needs a current list
 */
public record AuthorityFiles(Optional<Path> ca, Optional<Path> capath, Optional<Path> crl) {
    public static final AuthorityFiles NONE = new AuthorityFiles(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether no authority is named. */
    public boolean isEmpty() {
        return ca.isEmpty() && capath.isEmpty();
    }
}
