package io.parley.bench.load;

/**
 * A piece of time and what was used of processors in it.
 *
 * @param nanos its length
 * @param end its end, as of {@link System#nanoTime()}
 * @param cpuSeconds of the server
 * @param machine of the machine
 * @param start the server at its start
 * @param last the server at its end
 */
record Window(
        long nanos,
        long end,
        double cpuSeconds,
        MachineUse machine,
        MeasuredProcess.Usage start,
        MeasuredProcess.Usage last) {

    /** A window that has not ended. */
    record Opened(long at, MachineUse machine, MeasuredProcess.Usage server) {

        static Opened now(MeasuredProcess server) {
            return new Opened(System.nanoTime(), MachineUse.now(), server.usage());
        }

        Window close(MeasuredProcess process) {
            Opened end = now(process);
            MachineUse used = new MachineUse(
                    end.machine.busy() - machine.busy(),
                    end.machine.steal() - machine.steal(),
                    end.machine.own() - machine.own());
            double cpu = end.server.cpuSeconds() - server.cpuSeconds();
            return new Window(end.at - at, end.at, cpu, used, server, end.server);
        }
    }

    double seconds() {
        return nanos / 1e9;
    }
}
