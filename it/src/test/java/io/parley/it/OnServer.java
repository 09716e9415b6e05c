package io.parley.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tests of what one kind of server does by its own means. docs/operations/servers.md says what the others do instead. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnServer.Condition.class)
public @interface OnServer {

    /** The servers that the build makes. */
    enum Kind {
        WILDFLY,
        /** Payara. */
        DOMAIN;

        static Kind present() {
            return Files.isDirectory(ParleyServer.home().resolve("glassfish")) ? DOMAIN : WILDFLY;
        }
    }

    Kind value();

    /** Compares the annotation with the server that the tests have. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), OnServer.class)
                    .filter(wanted -> wanted.value() != Kind.present())
                    .map(wanted -> ConditionEvaluationResult.disabled("for " + wanted.value() + " alone"))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("for this server too"));
        }
    }
}
