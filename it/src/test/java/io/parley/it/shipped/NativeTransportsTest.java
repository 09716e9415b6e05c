package io.parley.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The programs of this machine's kind and of ARM64 that the archives carry. */
class NativeTransportsTest {

    /** The two bytes of an ELF file that name the machine. */
    private static final int MACHINE = 18;

    private static final int X86_64 = 0x3e;
    private static final int AARCH64 = 0xb7;

    @Test
    void theResourceAdapterCarriesBothTransportsForBothKindsOfMachines() throws IOException {
        Map<String, Integer> machines = new TreeMap<>();
        try (InputStream ear = Files.newInputStream(Path.of("..", "ear", "target", "parley.ear"))) {
            read(ear, machines);
        }
        assertThat(machines)
                .containsEntry("libnetty_transport_native_epoll_x86_64.so", X86_64)
                .containsEntry("libnetty_transport_native_epoll_aarch_64.so", AARCH64)
                .containsEntry("libnetty_transport_native_io_uring42_x86_64.so", X86_64)
                .containsEntry("libnetty_transport_native_io_uring42_aarch_64.so", AARCH64);
    }

    @Test
    void theLauncherHasADatabaseForBoth() {
        assertThat(getClass().getResource("/postgres-linux-x86_64.txz")).isNotNull();
        assertThat(getClass().getResource("/postgres-linux-arm_64.txz")).isNotNull();
    }

    private static void read(InputStream archive, Map<String, Integer> machines) throws IOException {
        ZipInputStream zip = new ZipInputStream(archive);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            if (name.matches(".*\\.(jar|rar)")) {
                read(new ByteArrayInputStream(zip.readAllBytes()), machines);
            } else if (name.endsWith(".so")) {
                byte[] head = zip.readNBytes(MACHINE + 2);
                machines.put(name.substring(name.lastIndexOf('/') + 1), head[MACHINE] & 0xff);
            }
        }
    }
}
