package io.parley.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void everyEndAndEveryRefusalHasASentenceOfItsOwn() {
        for (List<String> sentences : List.of(
                Arrays.stream(EndReason.values()).map(EndReason::message).toList(),
                Arrays.stream(Refusal.values()).map(Refusal::message).toList())) {
            assertThat(sentences)
                    .hasSizeGreaterThanOrEqualTo(20)
                    .doesNotHaveDuplicates()
                    .allMatch(sentence -> sentence.matches("[A-Z].+\\."));
        }
    }
}
