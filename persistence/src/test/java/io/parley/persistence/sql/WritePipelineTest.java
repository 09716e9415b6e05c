package io.parley.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.jdbc.Work;
import org.junit.jupiter.api.Test;

/** What goes to the driver, and in how many round trips. */
class WritePipelineTest {

    /** What the driver is asked: a statement's text, its arguments, and when it is sent. */
    private final List<String> driver = new ArrayList<>();

    private final EntityManager em = proxy(EntityManager.class, (self, method, arguments) -> session());

    private Session session() {
        return proxy(Session.class, (self, method, arguments) -> {
            ((Work) arguments[0]).execute(connection());
            return null;
        });
    }

    private Connection connection() {
        return proxy(Connection.class, (self, method, arguments) -> {
            driver.add(((String) arguments[0]).replace('\n', ' '));
            return statement();
        });
    }

    private PreparedStatement statement() {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().startsWith("set")) {
                driver.add(arguments[0] + "=" + arguments[1]);
            } else if (!method.getName().equals("close")) {
                driver.add(method.getName());
            }
            return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WritePipelineTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void statementsThatAreThereOnceAreOneRoundTripInTheirOrder() {
        new WritePipeline()
                .add("insert a ?", 1)
                .add("update b ? ?", 2, 3)
                .add("delete c")
                .send(em);

        assertThat(driver).containsExactly("insert a ?; update b ? ?; delete c", "1=1", "2=2", "3=3", "execute");
    }

    @Test
    void equalStatementsAreOneBatchInThePlaceOfTheFirst() {
        new WritePipeline()
                .add("insert a ?", 1)
                .add("update b ?", 2)
                .add("insert a ?", 3)
                .send(em);

        assertThat(driver)
                .containsExactly(
                        "insert a ?",
                        "1=1",
                        "addBatch",
                        "1=3",
                        "addBatch",
                        "executeBatch", //
                        "update b ?",
                        "1=2",
                        "addBatch",
                        "executeBatch");
    }

    @Test
    void whatHasBeenSentIsNotSentAgain() {
        WritePipeline writes = new WritePipeline().add("insert a");
        writes.send(em);
        writes.send(em);

        assertThat(driver).containsExactly("insert a", "execute");
    }
}
