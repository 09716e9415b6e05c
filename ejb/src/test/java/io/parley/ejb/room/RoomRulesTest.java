package io.parley.ejb.room;

import static io.parley.ejb.RefusalAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.TestServices;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.id.AppId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who comes into a room, who keeps whom out, and what everybody hears of it. */
class RoomRulesTest {

    private final TestServices services = new TestServices();
    private final AppId app = services.app();

    @Test
    void everybodyHearsOfAUserAfterTheCommitAndTheFeedHasTheSameEvents() {
        services.login(app, "room", "anna");
        services.login(app, "room", "ben");

        assertThat(services.committed(RoomEvent.class))
                .extracting(RoomEvent::name, RoomEvent::seq)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("USER_ADDED", 1L),
                        org.assertj.core.groups.Tuple.tuple("USER_ADDED", 2L));
        assertThat(feed()).containsExactly("1 USER_ADDED anna", "2 USER_ADDED ben");
    }

    @Test
    void aLoginThatIsRefusedLeavesNothingAndIsHeardByNobody() {
        services.sql("update app set room_capacity = 1 where app_id = ?", app.value());
        services.login(app, "room", "anna");

        assertRefused(Refusal.ROOM_FULL, () -> services.login(app, "room", "ben"));

        assertThat(feed()).containsExactly("1 USER_ADDED anna");
        assertThat(services.committed(RoomEvent.class)).hasSize(1);
        assertThat(inside()).containsExactly("anna");
    }

    @Test
    void aFullRoomTakesAUserWhoIsInsideAlready() {
        services.sql("update app set room_capacity = 1 where app_id = ?", app.value());
        RoomSnapshot first = services.login(app, "room", "anna");
        RoomSnapshot second = services.login(app, "room", "anna");

        assertThat(second.stayId()).isNotEqualTo(first.stayId());
        assertThat(services.committed(StayEvent.StayEnded.class))
                .containsExactly(new StayEvent.StayEnded(first.stayId(), EndReason.REPLACED_BY_LOGIN, ""));
        assertThat(inside()).containsExactly("anna");
        assertThat(services.rows("select leave_reason from participation where app_id = ? order by id", app.value()))
                .containsExactly("REPLACED_BY_LOGIN", null);
    }

    @Test
    void whereTheAppWillHaveItTheNewerLoginIsKeptOut() {
        services.sql("update app set duplicate_login = 'REFUSE' where app_id = ?", app.value());
        services.login(app, "room", "anna");

        assertRefused(Refusal.LOGGED_IN_ELSEWHERE, () -> services.login(app, "room", "anna"));
        assertThat(services.committed(StayEvent.StayEnded.class)).isEmpty();
    }

    @Test
    void theLastUserClosesTheRoomAndTheNextOpensAnotherCall() {
        RoomSnapshot anna = services.login(app, "room", "anna");
        services.logout(anna);
        RoomSnapshot again = services.login(app, "room", "anna");

        assertThat(again.call()).isNotEqualTo(anna.call());
        assertThat(again.seq()).isEqualTo(1);
        assertThat(feed())
                .containsExactly("1 USER_ADDED anna", "2 USER_REMOVED anna", "3 ROOM_CLOSED null", "1 USER_ADDED anna");
        assertThat(services.rows("select close_reason from room_session where app_id = ? order by id", app.value()))
                .containsExactly("EMPTY", null);
    }

    @Test
    void endingAStayTwiceIsHeardOnce() {
        RoomSnapshot anna = services.login(app, "room", "anna");
        services.login(app, "room", "ben");
        services.logout(anna);
        services.logout(anna);

        assertThat(services.committed(RoomEvent.UserRemoved.class)).hasSize(1);
        assertThat(inside()).containsExactly("ben");
    }

    @Test
    void anAppThatIsSwitchedOffLetsNobodyIn() {
        services.sql("update app set disabled_at = now() where app_id = ?", app.value());

        assertRefused(Refusal.APP_UNKNOWN, () -> services.login(app, "room", "anna"));
    }

    @Test
    void eachLoginIsInTheAuditWithWhatLetItIn() {
        RoomSnapshot anna = services.login(app, "room", "anna");
        services.logout(anna);

        assertThat(services.rows(
                        "select action || ' ' || (detail ->> 'stay') || ' ' || coalesce(detail ->> 'credential', detail ->> 'reason')"
                                + " from audit_entry where app_id = ? order by id",
                        app.value()))
                .containsExactly("LOGIN " + anna.stayId() + " PRIMARY", "LOGOUT " + anna.stayId() + " LOGOUT");
    }

    private List<String> feed() {
        return services.rows(
                "select seq || ' ' || event || ' ' || coalesce(body ->> 'userID', 'null') from callback_outbox where app_id = ?"
                        + " order by room_session_id, seq",
                app.value());
    }

    private List<String> inside() {
        return services.rows("select user_id from room_user where app_id = ? order by user_id", app.value());
    }
}
