package io.parley.bench.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that name the measured server and the account to sign in with. */
public final class ServerOptions {

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "${DEFAULT-VALUE}")
    private String url = "";

    @Option(names = "--user", defaultValue = "admin", description = "an administrator; ${DEFAULT-VALUE}")
    private String user = "";

    @Option(names = "--password-file", required = true, description = "the administrator's password")
    private Path passwordFile = Path.of("");

    public URI url() {
        return URI.create(url);
    }

    public String user() {
        return user;
    }

    /** Empty when there is none; then the reason has been printed. */
    public Optional<String> password() {
        try {
            return Optional.of(Files.readString(passwordFile).trim());
        } catch (IOException e) {
            System.err.println(passwordFile
                    + " is not there: start ./mvnw -Prun first, or name another file with --password-file");
            return Optional.empty();
        }
    }

    /** Signs in and makes an app for the run. Empty when that cannot be; then the reason has been printed. */
    public Optional<Tokens> signIn(String app) throws InterruptedException {
        Optional<String> password = password();
        if (password.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Tokens(url, user, password.get(), app));
        } catch (IOException e) {
            System.err.println(url + " does not let " + user + " in: " + e + ". Is ./mvnw -Prun running?");
            return Optional.empty();
        }
    }
}
