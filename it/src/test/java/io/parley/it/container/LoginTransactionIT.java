package io.parley.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.app.AppAdministration.TokenRequest;
import io.parley.ejb.audit.RequestOrigin;
import io.parley.ejb.room.GroupCommit.Outcome;
import io.parley.ejb.room.LoginRequest;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayCommitQueue;
import io.parley.ejb.room.StayTransactions;
import io.parley.ejb.room.StayTransactions.EndRequest;
import io.parley.ejb.room.StayTransactions.VerifiedLogin;
import io.parley.ejb.room.UserView;
import io.parley.it.OnServer;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import io.parley.persistence.room.ClientKind;
import io.parley.persistence.room.JoiningUser;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs inside the server: a login is part of the transaction it is called in, with all that follows from it. */
@OnServer(OnServer.Kind.WILDFLY)
@ArquillianTest
class LoginTransactionIT {

    private static final String[] TABLES = {"room", "room_user", "room_session", "participation", "callback_outbox"};

    @EJB(lookup = "java:app/parley-ejb/StayTransactions")
    private StayTransactions stays;

    @Inject
    private StayCommitQueue queue;

    @EJB(lookup = "java:app/parley-ejb/AppAdministration")
    private AppAdministration administration;

    @Inject
    private CommittedEvents events;

    @Resource(lookup = "java:comp/UserTransaction")
    private UserTransaction transaction;

    @Resource(lookup = "java:app/env/jdbc/Parley")
    private DataSource database;

    private AppId app;

    @Deployment
    static EnterpriseArchive parley() {
        ParleyArchive archive = ParleyArchive.with(CommittedEvents.class, LoginTransactionIT.class);
        Testable.archiveToTest(archive.war());
        return archive.ear();
    }

    @Inject
    private RequestOrigin origin;

    @BeforeEach
    void anApp() {
        origin.holds(Set.of(Roles.SYSTEM_ADMIN));
        app = administration.create("transactions", "it").appId();
    }

    private VerifiedLogin login(String name, String room, int seats) {
        UserId user = new UserId(name);
        String token = administration.temporaryToken(app, new TokenRequest(user, null, true, true, null, 60), "it");
        JoiningUser request = new JoiningUser(user, new UserName(name), ClientKind.OTHER, "it", "127.0.0.1");
        return queue.verified(new LoginRequest(app, new RoomId(room), token, request, true, seats));
    }

    @Test
    void aLoginThatIsRolledBackLeavesNoTraceAndIsToldToNobody() throws Exception {
        transaction.begin();
        try {
            assertNotNull(stays.login(List.of(login("visitor", "room", 0)))
                    .get(0)
                    .answer()
                    .resumeKey());
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
        stays.login(List.of(login("visitor", "room", 0)));
        assertEquals(0, events.of(app.value()).size(), "not before the commit");
        transaction.commit();
        for (String table : TABLES) {
            assertEquals(1, rows(table), table);
        }
        assertEquals(1, events.of(app.value()).size());
    }

    @Test
    void manyComeInWithOneTransactionAndWhoIsRefusedKeepsNobodyOut() throws Exception {
        List<Outcome<RoomSnapshot>> outcomes = stays.login(List.of(
                login("a", "small", 2), login("b", "small", 0), login("c", "small", 0), login("d", "large", 0)));
        assertEquals(Refusal.ROOM_FULL, ((Refused) outcomes.get(2).refused()).refusal());
        for (int inside : new int[] {0, 1}) {
            RoomSnapshot small = outcomes.get(inside).answer();
            assertEquals(2, small.seq(), "the room after all of them have come");
            assertEquals(
                    List.of(inside == 0 ? "b" : "a"),
                    small.users().stream().map(UserView::userId).toList());
        }
        assertEquals(List.of(), outcomes.get(3).answer().users());
        assertEquals(2, rows("room"));
        assertEquals(3, rows("room_user"));
        assertEquals(3, rows("participation"));
        assertEquals(3, rows("callback_outbox"));
        assertEquals(3, events.of(app.value()).size());
    }

    @Test
    void theSameUserTwiceInOneTransactionIsInsideOnceAtTheEnd() throws Exception {
        List<Outcome<RoomSnapshot>> outcomes = stays.login(List.of(login("a", "room", 0), login("a", "room", 0)));
        assertEquals(1, rows("room_user"));
        assertEquals(2, rows("participation"));
        assertEquals(3, rows("callback_outbox"), "in, out, in");
        RoomSnapshot second = outcomes.get(1).answer();
        assertEquals(second.stayId(), number("select participation_id from room_user where app_id = ?"));
    }

    @Test
    void manyEndWithOneTransactionAndTheEmptyRoomCloses() throws Exception {
        List<Outcome<RoomSnapshot>> in = stays.login(
                List.of(login("a", "one", 0), login("b", "one", 0), login("c", "two", 0), login("d", "two", 0)));
        List<EndRequest> ends = in.stream()
                .limit(3)
                .map(outcome ->
                        new EndRequest(outcome.answer().room(), outcome.answer().stayId(), EndReason.CONNECTION_LOST))
                .toList();
        stays.end(ends).forEach(outcome -> assertEquals(true, outcome.answer()));
        stays.end(ends).forEach(outcome -> assertEquals(false, outcome.answer(), "each ends once"));
        assertEquals(1, rows("room"));
        assertEquals(1, rows("room_user"));
        assertEquals(
                3, number("select count(*) from participation where app_id = ? and leave_reason = 'CONNECTION_LOST'"));
        assertEquals(1, number("select count(*) from room_session where app_id = ? and close_reason = 'EMPTY'"));
        assertEquals(8, rows("callback_outbox"), "4 in, 3 out, 1 closed");
    }

    private long rows(String table) throws SQLException {
        return number("select count(*) from " + table + " where app_id = ?");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, app.value());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }
}
