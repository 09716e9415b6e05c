package io.parley.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import org.junit.jupiter.api.Test;

class SuspendedTransactionTest {

    @Test
    void outsideOfATransactionThereIsNothingToSuspend() {
        SuspendedTransaction manager = new SuspendedTransaction(() -> Status.STATUS_NO_TRANSACTION);
        assertThat(manager.suspend()).isNull();
        manager.resume(null);
    }

    @Test
    void insideOfOneItRefusesInsteadOfLettingMetadataBeReadInIt() {
        SuspendedTransaction manager = new SuspendedTransaction(() -> Status.STATUS_ACTIVE);
        assertThatThrownBy(manager::suspend).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingBeginsOrEndsHere() {
        SuspendedTransaction manager = new SuspendedTransaction(() -> Status.STATUS_NO_TRANSACTION);
        assertThatThrownBy(manager::begin).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(manager::commit).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(manager::rollback).isInstanceOf(UnsupportedOperationException.class);
    }
}
