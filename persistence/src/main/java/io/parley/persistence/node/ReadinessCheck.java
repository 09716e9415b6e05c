package io.parley.persistence.node;

/** A check that a server has to pass to be ready. Costs nothing that strangers could use up: no database, no lock. */
interface ReadinessCheck {

    HealthState state();
}
