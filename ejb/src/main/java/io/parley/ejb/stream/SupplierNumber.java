package io.parley.ejb.stream;

import java.util.function.DoubleSupplier;

/** A number that is looked up each time it is read. */
final class SupplierNumber extends Number {

    private static final long serialVersionUID = 1L;

    private final transient DoubleSupplier source;

    SupplierNumber(DoubleSupplier source) {
        this.source = source;
    }

    @Override
    public double doubleValue() {
        return source.getAsDouble();
    }

    @Override
    public float floatValue() {
        return (float) doubleValue();
    }

    @Override
    public long longValue() {
        return (long) doubleValue();
    }

    @Override
    public int intValue() {
        return (int) doubleValue();
    }
}
