package io.parley.launcher;

import org.jspecify.annotations.Nullable;

/** What the user reads when everything is up. */
final class StartupText {

    private StartupText() {}

    static void print(ServerProcess server, @Nullable FirstAdmin admin, @Nullable DemoCall demo) {
        String host = Setting.text("parley.public-host", "127.0.0.1");
        StringBuilder text = new StringBuilder(1024);
        text.append('\n');
        line(text, "console", "http://" + host + ":" + ServerProcess.httpPort() + "/parley/console/");
        line(text, "admin", admin == null ? server.setup() : name(admin));
        line(text, "engine", "ws://" + host + ":" + ServerProcess.httpPort() + "/parley/signal");
        line(text, "media", "rtmp://" + host + ":" + ServerProcess.mediaPort() + "/live/");
        line(text, "health", "http://" + host + ":" + ServerProcess.httpPort() + "/parley/health/ready");
        line(text, "log", server.log().toString());
        if (demo != null) {
            line(text, "demo AppID", Long.toString(demo.appID()));
            text.append("\nTwo users, one room. Open each link in a tab of its own:\n\n  ")
                    .append(demo.firstLink())
                    .append("\n\n  ")
                    .append(demo.secondLink())
                    .append("\n\nPush a test picture as the second user:\n\n  ")
                    .append(ffmpeg(demo.pushUrl()))
                    .append('\n');
        }
        System.out.println(text);
    }

    private static String name(FirstAdmin admin) {
        return admin.username()
                + (admin.passwordFile() == null
                        ? " (password as configured)"
                        : " (password in " + admin.passwordFile() + ")");
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-10s %s%n", name, value));
    }

    static String ffmpeg(String url) {
        return "ffmpeg -re -f lavfi -i testsrc2=size=640x360:rate=15 -f lavfi -i sine=frequency=440:sample_rate=44100"
                + " -c:v libx264 -preset veryfast -tune zerolatency -profile:v baseline -pix_fmt yuv420p -g 30 -b:v 800k"
                + " -c:a aac -b:a 48k -f flv \"" + url + "\"";
    }
}
