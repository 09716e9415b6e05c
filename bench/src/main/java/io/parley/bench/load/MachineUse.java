package io.parley.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time used on this machine since it was started, in seconds. What is not known is zero: only Linux says.
 *
 * @param busy of all processes and interrupts
 * @param steal taken by the hypervisor for other machines
 * @param own of this process
 */
record MachineUse(double busy, double steal, double own) {

    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int INTERRUPTS = 6;
    private static final int SOFT_INTERRUPTS = 7;
    private static final int STEAL = 8;

    static MachineUse now() {
        double[] ticks = new double[STEAL + 1];
        try {
            String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
            for (int i = 1; i < Math.min(ticks.length, fields.length); i++) {
                ticks[i] = Double.parseDouble(fields[i]) / MeasuredProcess.TICKS_PER_SECOND;
            }
        } catch (IOException notLinux) {
            // zeros say that nothing is known
        }
        double busy = ticks[USER] + ticks[NICE] + ticks[SYSTEM] + ticks[INTERRUPTS] + ticks[SOFT_INTERRUPTS];
        return new MachineUse(busy, ticks[STEAL], ownSeconds());
    }

    private static double ownSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
    }
}
