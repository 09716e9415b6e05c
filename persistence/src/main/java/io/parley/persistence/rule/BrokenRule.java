package io.parley.persistence.rule;

/**
 * A rule that the database does not keep.
 *
 * @param name the rule in words
 * @param finding what the database did instead
 */
public record BrokenRule(String name, String finding) {

    @Override
    public String toString() {
        return "'" + name + "': " + finding;
    }
}
