package io.github.mysqlmonitor.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as operators write them: {@code 512}, {@code 64KiB}, {@code 1MiB}. */
final class ByteSizes implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(KiB|MiB|K|M)?");
    private static final int MAX = 16 * 1024 * 1024;

    @Override
    public Integer convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("'" + text + "' is no size: write it as 512, 64KiB or 1MiB");
        }
        String unit = parts.group(2) == null ? "" : parts.group(2).substring(0, 1);
        long bytes = Long.parseLong(parts.group(1)) * (unit.equals("K") ? 1024 : unit.equals("M") ? 1024 * 1024 : 1);
        if (bytes > MAX) {
            throw new TypeConversionException("'" + text + "' is above the limit of 16MiB");
        }
        return (int) bytes;
    }
}
