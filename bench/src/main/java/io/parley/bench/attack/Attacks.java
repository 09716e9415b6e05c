package io.parley.bench.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The attacks that a run tries, one after another. Each needs neither an account nor a token. */
final class Attacks {

    private static final int DRIP_MS = 2_000;

    private Attacks() {}

    static List<Attack> all(Victim victim) {
        List<Attack> all = new ArrayList<>();
        all.add(slowBodies(victim, 40, false));
        all.add(slowBodies(victim, 400, false));
        if (victim.httpsPort() > 0) {
            all.add(slowBodies(victim, 40, true));
            all.add(slowBodies(victim, 400, true));
        }
        all.add(silent(victim, "silent HTTP sockets", victim.httpPort(), 2_000));
        all.add(silent(victim, "silent media sockets", victim.mediaPort(), 2_000));
        all.add(silentSignal(victim, 400));
        all.add(repeated(
                "sign-in floods, ever new names",
                40,
                1_000_000,
                number -> {
                    String body =
                            "{\"username\":\"nobody-" + number + "-" + System.nanoTime() + "\",\"password\":\"guess\"}";
                    return stranger -> stranger.request("POST", "/parley/api/v1/sessions", body);
                },
                victim));
        all.add(refusedTokens(victim));
        all.add(wrongResumes(victim));
        all.add(repeated(
                "sign-in pages",
                8,
                10_000,
                number -> stranger -> stranger.request("GET", "/parley/console/sign-in?next=" + "x".repeat(2_000), ""),
                victim));
        return all;
    }

    /** A request's head, and a byte of its body every two seconds. */
    private static Attack slowBodies(Victim victim, int connections, boolean tls) {
        return new Attack("slow bodies by " + (tls ? "HTTPS" : "HTTP") + ", " + connections, connections) {
            @Override
            void run(int number) throws IOException {
                while (goesOn()) {
                    try (Stranger stranger =
                            Stranger.connect(victim, tls ? victim.httpsPort() : victim.httpPort(), tls)) {
                        opened();
                        String path = number % 2 == 0 ? "/parley/api/v1/sessions" : "/parley/console/sign-in";
                        stranger.send("POST " + path + " HTTP/1.1\r\nHost: " + Victim.HOST_HEADER
                                + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{");
                        while (goesOn() && stranger.isOpen()) {
                            pause(DRIP_MS);
                            stranger.send(" ");
                        }
                        if (goesOn()) {
                            cut();
                        }
                    }
                }
            }
        };
    }

    /** Sockets that say nothing, opened again when they are closed. */
    private static Attack silent(Victim victim, String name, int port, int sockets) {
        return new Attack(name + ", " + sockets, 8) {
            @Override
            void run(int number) throws IOException {
                hold(this, sockets / connections(), () -> Stranger.connect(victim, port, false));
            }
        };
    }

    /** The same behind the upgrade to the signalling WebSocket. */
    private static Attack silentSignal(Victim victim, int sockets) {
        return new Attack("silent signalling sockets, " + sockets, 8) {
            @Override
            void run(int number) throws IOException {
                hold(this, sockets / connections(), () -> {
                    Stranger stranger = Stranger.connect(victim, victim.httpPort(), false);
                    stranger.openSignal();
                    return stranger;
                });
            }
        };
    }

    private interface Opening {
        Stranger open() throws IOException;
    }

    private static void hold(Attack attack, int sockets, Opening opening) throws IOException {
        List<Stranger> held = new ArrayList<>();
        try {
            while (attack.goesOn()) {
                while (attack.goesOn() && held.size() < sockets) {
                    held.add(opening.open());
                    attack.opened();
                }
                Attack.pause(500);
                held.removeIf(stranger -> {
                    boolean gone = !stranger.isOpen();
                    if (gone) {
                        attack.cut();
                    }
                    return gone;
                });
            }
        } finally {
            for (Stranger stranger : held) {
                stranger.close();
            }
        }
    }

    private interface Request {
        int send(Stranger stranger) throws IOException;
    }

    /** The same request again and again, each on a connection of its own. */
    private static Attack repeated(
            String name, int connections, int most, Function<Integer, Request> request, Victim victim) {
        return new Attack(name + ", " + connections + " at a time", connections) {
            @Override
            void run(int number) throws IOException {
                while (goesOn() && doneSoFar() < most) {
                    try (Stranger stranger = Stranger.connect(victim, victim.httpPort(), false)) {
                        opened();
                        int status = request.apply(number).send(stranger);
                        done();
                        if (status == 429 || status == 503) {
                            cut();
                        }
                    }
                }
            }
        };
    }

    /** Logins with tokens that no app has signed. */
    private static Attack refusedTokens(Victim victim) {
        return new Attack("refused tokens, 10,000", 8) {
            @Override
            void run(int number) throws IOException {
                while (goesOn() && doneSoFar() < 10_000) {
                    try (Stranger stranger = Stranger.connect(victim, victim.httpPort(), false)) {
                        stranger.openSignal();
                        opened();
                        for (int i = 0; i < 25 && goesOn() && stranger.isOpen(); i++) {
                            stranger.say("{\"type\":\"login\",\"requestId\":" + (i + 1) + ",\"appID\":" + victim.app()
                                    + ",\"roomID\":\"" + victim.room() + "\",\"userID\":\"u" + number
                                    + "\",\"token\":\"04" + "QUJD".repeat(40) + "\",\"userUpdate\":true}");
                            done();
                        }
                        if (!stranger.isOpen()) {
                            cut();
                        }
                    }
                }
            }
        };
    }

    /** Wrong keys for a user of a live room: 40 connections, 30 a second each. */
    private static Attack wrongResumes(Victim victim) {
        return new Attack("wrong resumes, 40 at 30 a second", 40) {
            @Override
            void run(int number) throws IOException {
                while (goesOn()) {
                    try (Stranger stranger = Stranger.connect(victim, victim.httpPort(), false)) {
                        stranger.openSignal();
                        opened();
                        for (int i = 1; goesOn() && stranger.isOpen(); i++) {
                            stranger.say(
                                    "{\"type\":\"resume\",\"requestId\":" + i + ",\"appID\":" + victim.app()
                                            + ",\"roomID\":\"" + victim.room()
                                            + "\",\"userID\":\"caller\",\"resumeKey\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"userUpdate\":false}");
                            done();
                            pause(33);
                        }
                        if (goesOn()) {
                            cut();
                        }
                    }
                }
            }
        };
    }
}
