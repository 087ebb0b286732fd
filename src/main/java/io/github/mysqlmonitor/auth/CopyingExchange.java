package io.github.mysqlmonitor.auth;

/** Both sides expect the same messages. */
record CopyingExchange(AuthOutput out) implements Exchange {
    @Override
    public void fromClient(byte[] payload) {
        out.toServer(payload);
    }

    @Override
    public void fromServer(byte[] payload) {
        out.toClient(payload);
    }
}
