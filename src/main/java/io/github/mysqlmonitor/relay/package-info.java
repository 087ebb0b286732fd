/**
 * Two sockets, one session. The relay plane moves bytes and never waits for the observe plane.
 *
 * <p>The way of a session through this package: {@code ProxyServer} accepts, {@code Session} connects upstream through
 * {@code UpstreamConnector}, {@code GreetingHandler} hands over the server's first packet, {@code FirstPacketHandler}
 * recognises the SSLRequest, {@code TlsUpgrade} inserts TLS on both legs, and {@code ByteRelay} moves everything after
 * that. Where the two legs differ in security, {@code FrameRelay} does, with an {@code AuthBridge} between the legs for as
 * long as somebody authenticates. {@code FlowState} keeps track of where the conversation stands, for draining and totals.
 */
package io.github.mysqlmonitor.relay;
