package io.parley.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.app.AppAdministration.TokenWish;
import io.parley.ejb.room.LoginRequest;
import io.parley.ejb.room.RoomService;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import io.parley.persistence.room.ClientKind;
import io.parley.persistence.room.Visitor;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs inside the server: a login is part of the transaction it is called in, with all that follows from it. */
@ArquillianTest
@Order(Integer.MAX_VALUE)
class LoginTransactionIT {

    private static final String[] TABLES = {"room", "room_user", "room_session", "participation", "callback_outbox"};

    @EJB(lookup = "java:app/parley-ejb/RoomService")
    private RoomService rooms;

    @EJB(lookup = "java:app/parley-ejb/AppAdministration")
    private AppAdministration administration;

    @Inject
    private CommittedEvents events;

    @Resource(lookup = "java:comp/UserTransaction")
    private UserTransaction transaction;

    @Resource(lookup = "java:jboss/datasources/ParleyDS")
    private DataSource database;

    private AppId app;
    private LoginRequest login;

    @Deployment
    static EnterpriseArchive parley() {
        ParleyArchive archive = ParleyArchive.with(CommittedEvents.class, LoginTransactionIT.class);
        Testable.archiveToTest(archive.war());
        return archive.ear();
    }

    @BeforeEach
    void someoneWithAToken() {
        UserId user = new UserId("visitor");
        app = administration.create("transactions", "it").appId();
        String token = administration.temporaryToken(app, new TokenWish(user, null, true, true, null, 60), "it");
        Visitor visitor = new Visitor(user, new UserName("Visitor"), ClientKind.OTHER, "it", "127.0.0.1");
        login = new LoginRequest(app, new RoomId("room"), token, visitor, true, 0);
    }

    @Test
    void aLoginThatIsRolledBackLeavesNoTraceAndIsToldToNobody() throws Exception {
        transaction.begin();
        try {
            assertNotNull(rooms.login(login).resumeKey());
        } finally {
            transaction.rollback();
        }
        for (String table : TABLES) {
            assertEquals(0, rows(table), table);
        }
        assertEquals(0, events.of(app.value()).size());
    }

    @Test
    void aLoginThatIsCommittedIsWrittenDownAndToldOnce() throws Exception {
        transaction.begin();
        rooms.login(login);
        assertEquals(0, events.of(app.value()).size(), "not before the commit");
        transaction.commit();
        for (String table : TABLES) {
            assertEquals(1, rows(table), table);
        }
        assertEquals(1, events.of(app.value()).size());
    }

    private long rows(String table) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from " + table + " where app_id = ?")) {
            statement.setLong(1, app.value());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }
}
