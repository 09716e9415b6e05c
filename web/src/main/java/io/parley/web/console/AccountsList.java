package io.parley.web.console;

import io.parley.ejb.record.AccountRow;
import io.parley.ejb.record.CurrentQueries;
import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.CurrentList;
import io.parley.persistence.record.Page;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** Administrators, among the settings. */
@Named("accounts")
@RequestScoped
public class AccountsList extends CurrentPage<AccountRow> {

    AccountsList() {
        super(CurrentList.ACCOUNTS);
    }

    @Override
    Page<AccountRow> read(CurrentQueries queries, CurrentFilter filter) {
        return queries.accounts(filter);
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
