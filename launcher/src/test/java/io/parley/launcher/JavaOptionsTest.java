package io.parley.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Options that differ from one release of Java to the next. */
class JavaOptionsTest {

    @Test
    void anOlderJvmGetsNoOptionThatItDoesNotKnow() {
        assertThat(JavaOptions.of(17)).containsExactly("-XX:PerfDataSamplingInterval=5000");
        assertThat(JavaOptions.of(21)).isEqualTo(JavaOptions.of(17));
    }

    @Test
    void aNewerJvmMayCallNativeCodeAndReachMemoryBesideTheHeap() {
        assertThat(JavaOptions.of(25))
                .containsExactly("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void thisJvmTakesItsOptionsWithoutAWord() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JavaOptions.of(Runtime.version().feature()));
        command.add("-version");
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(java.exitValue()).as(words).isZero();
        assertThat(words).doesNotContainIgnoringCase("warning");
    }
}
