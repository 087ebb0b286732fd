package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void readsTheSoftLimitOfTheKernelsTable() {
        String limits = "Limit                     Soft Limit           Hard Limit           Units     \n"
                + "Max processes             95672                95672                processes \n"
                + "Max open files            1024                 1048576              files     \n";

        assertEquals(OptionalLong.of(1024), OpenFiles.limit(limits));
        assertEquals(OptionalLong.empty(), OpenFiles.limit(limits.replace("1024 ", "unlimited ")));
        assertEquals(OptionalLong.empty(), OpenFiles.limit(""));
    }

    @Test
    void saysNothingWhereAllSessionsFit() {
        assertEquals(Optional.empty(), OpenFiles.warning(2 * 5000 + OpenFiles.RESERVE, 5000));
    }

    @Test
    void saysHowManyFitAndWhatIsNeeded() {
        String warning = OpenFiles.warning(1024, 5000).orElseThrow();

        assertTrue(warning.startsWith("open files are limited to 1024: about 448 sessions fit"), warning);
        assertTrue(warning.contains("raise the hard limit to 10128"), warning);
        assertTrue(OpenFiles.warning(10, 1).orElseThrow().contains("about 0 sessions fit"));
    }
}
