package io.github.mysqlmonitor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.mysqlmonitor.event.CertificateFacts;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.LegSecurity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The table of packages: who may import whom. A room that has no class yet passes. Whoever needs an import that is not
 * listed changes the table here, with the reason, or finds that the class belongs elsewhere.
 */
class ArchitectureTest {
    private static final String ROOT = "io.github.mysqlmonitor";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** A package with what it may import of ours; sub-packages go with it. */
    private record Room(String name, List<String> mayImport) {
        static Room of(String name, String... mayImport) {
            return new Room(name, List.of(mayImport));
        }

        String[] allowed() {
            return Stream.concat(Stream.of(name), mayImport.stream())
                    .map(ArchitectureTest::within)
                    .toArray(String[]::new);
        }
    }

    private static final List<Room> ROOMS = List.of(
            Room.of("config"),
            Room.of("wire"),
            Room.of("packet", "wire"),
            Room.of("frame", "wire"),
            Room.of("tls", "config"),
            Room.of("auth", "wire", "packet"),
            Room.of("relay", "frame", "packet", "wire", "tls", "auth", "config", "observe"),
            Room.of("observe", "frame", "packet", "wire", "sql", "binlog", "event", "config"),
            Room.of("sql"),
            Room.of("binlog", "wire"),
            Room.of("event"),
            Room.of("sink", "event", "config", "sql"),
            Room.of("sink.pcapng", "sink", "event", "config", "sql", "wire", "packet"),
            Room.of("sink.clone", "sink", "event", "config", "sql", "wire", "packet", "frame", "tls", "auth"),
            Room.of("admin", "event", "sink", "config"));

    /** The relay speaks to its observer in these values; the events themselves are none of its business. */
    private static final DescribedPredicate<JavaClass> OBSERVER_VOCABULARY = DescribedPredicate.describe(
            "words of SessionObserver",
            type -> type.isEquivalentTo(Direction.class)
                    || type.isEquivalentTo(EndedBy.class)
                    || type.isEquivalentTo(CertificateFacts.class)
                    || type.isEquivalentTo(LegSecurity.class)
                    || type.isEquivalentTo(LegSecurity.Kind.class));

    @TestFactory
    Stream<DynamicTest> everyRoomImportsOnlyWhatTheTableAllows() {
        return ROOMS.stream().map(room -> DynamicTest.dynamicTest(room.name(), () -> check(importsOf(room))));
    }

    private static ArchRule importsOf(Room room) {
        DescribedPredicate<JavaClass> allowed =
                not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(room.allowed()));
        if (room.name().equals("relay")) {
            allowed = allowed.or(OBSERVER_VOCABULARY);
        }
        return classes()
                .that(resideInAPackage(within(room.name())))
                .and(not(ownedByASubRoomOf(room)))
                .should()
                .onlyDependOnClassesThat(allowed.as("the JDK, libraries and %s", Arrays.toString(room.allowed())));
    }

    /** sink.pcapng and sink.clone have their own line in the table, which is wider than that of sink. */
    private static DescribedPredicate<JavaClass> ownedByASubRoomOf(Room room) {
        String[] subRooms = ROOMS.stream()
                .map(Room::name)
                .filter(name -> name.startsWith(room.name() + "."))
                .map(ArchitectureTest::within)
                .toArray(String[]::new);
        return resideInAnyPackage(subRooms);
    }

    @Test
    void theEntryImportsNothingButTheCommandLine() {
        check(classes()
                .that(resideInAPackage(ROOT))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(ROOT, within("cli")))));
    }

    @Test
    void everyPackageIsInTheTable() {
        String[] known = Stream.concat(
                        Stream.of(ROOT, within("cli")), ROOMS.stream().map(room -> within(room.name())))
                .toArray(String[]::new);
        check(classes().should().resideInAnyPackage(known));
    }

    @Test
    void theRoomsHaveNoCycles() {
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void noSinkKnowsAnotherSink() {
        check(slices().matching(ROOT + ".sink.(*)..").should().notDependOnEachOther());
        check(noClasses()
                .that(resideInAPackage(ROOT + ".sink"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".sink.*.."));
    }

    @Test
    void whatWasAskedForAndWhatHappenedArePlainJava() {
        check(classes()
                .that(resideInAnyPackage(within("config"), within("event"), within("sql")))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT + "..")));
    }

    @Test
    void theByteGrammarNeedsOfNettyNothingButItsBuffers() {
        check(classes()
                .that(resideInAPackage(within("wire")))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "io.netty.buffer..", within("wire"))));
    }

    @Test
    void packetsFramesAndEventsOfTheBinlogKnowNoSockets() {
        check(noClasses()
                .that(resideInAnyPackage(within("packet"), within("binlog"), within("observe"), within("auth")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..", "io.netty.handler.."));
    }

    @Test
    void aLibraryOfOneRoomStaysThere() {
        check(noClasses()
                .that(not(resideInAPackage(within("cli"))))
                .and(not(resideInAPackage(ROOT)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli.."));
        check(noClasses()
                .that(not(resideInAPackage(within("tls"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle.."));
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses()
                .should()
                .haveNameMatching(".*(Impl|Base|Helper|Manager|Util|Utils)")
                .orShould()
                .haveNameMatching(".*[.$]Abstract[A-Z].*"));
    }

    private static String within(String room) {
        return ROOT + "." + room + "..";
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
