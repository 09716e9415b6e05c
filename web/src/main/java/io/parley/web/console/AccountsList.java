package io.parley.web.console;

import io.parley.ejb.record.AccountRow;
import io.parley.ejb.record.RecordKind;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Administrators, among the settings. */
@Named("accounts")
@RequestScoped
public class AccountsList extends RecordPage<AccountRow> {

    @Override
    RecordKind<AccountRow> kind() {
        return RecordKind.ACCOUNTS;
    }

    @Override
    String route() {
        return "admins";
    }

    @Override
    public String getPrefix() {
        return "people-";
    }

    @Override
    boolean isThere() {
        return true;
    }
}
