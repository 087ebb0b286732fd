package io.github.mysqlmonitor.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the first request of a connection and closes it; what comes behind it is not read. */
final class AdminHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final List<Metric> metrics;
    private final BooleanSupplier ready;
    private boolean answered;

    /** What is sent back. */
    private record Answer(HttpResponseStatus status, String contentType, String text) {
        private static Answer of(HttpResponseStatus status, String line) {
            return new Answer(status, PLAIN, line + "\n");
        }
    }

    AdminHandler(List<Metric> metrics, BooleanSupplier ready) {
        this.metrics = metrics;
        this.ready = ready;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (!answered && part instanceof HttpRequest request) {
            answered = true;
            ctx.channel().config().setAutoRead(false);
            send(ctx, answer(request), request.method().equals(HttpMethod.HEAD));
        }
    }

    private Answer answer(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Answer.of(HttpResponseStatus.BAD_REQUEST, "bad request");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return Answer.of(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD");
        }
        int query = request.uri().indexOf('?');
        return switch (query < 0 ? request.uri() : request.uri().substring(0, query)) {
            case "/metrics" -> new Answer(HttpResponseStatus.OK, Exposition.CONTENT_TYPE, Exposition.text(metrics));
            case "/healthz" -> Answer.of(HttpResponseStatus.OK, "ok");
            case "/readyz" ->
                ready.getAsBoolean()
                        ? Answer.of(HttpResponseStatus.OK, "ready")
                        : Answer.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "not accepting sessions");
            default -> Answer.of(HttpResponseStatus.NOT_FOUND, "not found");
        };
    }

    private static void send(ChannelHandlerContext ctx, Answer answer, boolean headOnly) {
        ByteBuf body = ByteBufUtil.writeUtf8(ctx.alloc(), answer.text());
        int length = body.readableBytes();
        if (headOnly) {
            body.clear();
        }
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that resets its connection is none of our business; a defect of ours must not be silent.
        if (cause instanceof IOException) {
            log.debug("admin connection failed", cause);
        } else {
            log.error("a request to --admin cannot be answered", cause);
        }
        ctx.close();
    }
}
