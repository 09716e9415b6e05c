package io.parley.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The packages of this module do not need each other in a circle. */
class BenchPackagesTest {

    private static final String MODULE = "io.parley.bench";

    private final JavaClasses bench = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void featuresHaveNoCycles() {
        slices().matching(MODULE + ".(*)..").should().beFreeOfCycles().check(bench);
    }

    @Test
    void everyTypeBelongsToAFeature() {
        noClasses().should().resideInAPackage(MODULE).check(bench);
    }
}
