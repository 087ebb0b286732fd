package io.github.mysqlmonitor.sink.text;

/**
 * What the packet log looks like.
 *
 * @param colour whether to use the terminal's colours; the caller knows if there is a terminal and what NO_COLOR says
 * @param showSecrets whether passwords and authentication data appear in clear
 */
public record TextOptions(boolean colour, PayloadMode payload, boolean showSecrets) {}
