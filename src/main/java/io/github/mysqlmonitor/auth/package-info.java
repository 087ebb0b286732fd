/**
 * What the proxy itself has to do for a login whose two legs differ in security: decide which exchange of a plugin may be
 * copied, and hold the RSA exchange where it may not; and add the attributes that tell the server who the client is. Pure state machines: payloads in, payloads out, no network and no
 * clock. {@link io.github.mysqlmonitor.auth.Authentication} is the one to begin with.
 */
package io.github.mysqlmonitor.auth;
