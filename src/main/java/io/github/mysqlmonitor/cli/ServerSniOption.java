package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ServerSni;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code upstream} or {@code as-client}. */
final class ServerSniOption implements ITypeConverter<ServerSni> {
    @Override
    public ServerSni convert(String value) {
        return switch (value.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "upstream" -> ServerSni.UPSTREAM;
            case "as-client" -> ServerSni.AS_CLIENT;
            default -> throw new TypeConversionException("'" + value + "' is neither upstream nor as-client");
        };
    }
}
