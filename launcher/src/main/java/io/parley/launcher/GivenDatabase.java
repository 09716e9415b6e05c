package io.parley.launcher;

import io.parley.persistence.schema.DatabaseFault;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A database that the settings name: it is tried before a server starts, whose log says the same in many more lines. */
final class GivenDatabase {

    private static final int SECONDS = 20;

    private GivenDatabase() {}

    /**
     * Connects once, as the role that the application works under.
     *
     * @throws IllegalStateException if there is no connection; the message says what to do
     */
    static void check(String url) {
        Properties properties = new Properties();
        properties.setProperty("user", Setting.text("parley.db.user", "parley"));
        String password = SecretSetting.text("parley.db.password");
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.setProperty("loginTimeout", Integer.toString(SECONDS));
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            if (!connection.isValid(SECONDS)) {
                throw new IllegalStateException("the database does not answer");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(DatabaseFault.sentence(e), e);
        }
    }
}
