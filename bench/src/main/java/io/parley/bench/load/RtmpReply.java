package io.parley.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A server's command, as far as a client must know it.
 *
 * @param name of the command, such as {@code _result}
 * @param transaction which command this answers, 0 for none
 * @param code the {@code code} of the information object, or empty
 * @param number the first number after the transaction: the stream's id in the answer to createStream, else -1
 */
record RtmpReply(String name, int transaction, String code, int number) {

    private static final List<String> ENDS =
            List.of("BadName", "Rejected", "Failed", "Denied", "NotFound", "NetStream.Play.Stop");

    private static final int NUMBER = 0;
    private static final int STRING = 2;
    private static final int NULL = 5;

    /** The bytes of the property before its value, a string. */
    private static final String CODE = "\0\4code\2";

    /** Reads an AMF0 command, or an AMF3 one in its AMF0 guise; never fails, as servers send all kinds of things. */
    static RtmpReply of(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        if (in.hasRemaining() && in.get(in.position()) == 0) {
            in.get();
        }
        String name = in.hasRemaining() && in.get() == STRING ? text(in) : "";
        int transaction = (int) number(in);
        if (in.hasRemaining() && in.get(in.position()) == NULL) {
            in.get();
        }
        int first = (int) number(in);
        return new RtmpReply(name, transaction, code(bytes, length), first);
    }

    private static String code(byte[] bytes, int length) {
        String all = new String(bytes, 0, length, ISO_8859_1);
        int at = all.indexOf(CODE);
        return at < 0 ? "" : text(ByteBuffer.wrap(bytes, at + CODE.length(), length - at - CODE.length()));
    }

    private static String text(ByteBuffer in) {
        if (in.remaining() < 2) {
            return "";
        }
        byte[] text = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
        in.get(text);
        return new String(text, ISO_8859_1);
    }

    private static double number(ByteBuffer in) {
        if (in.remaining() < 9 || in.get(in.position()) != NUMBER) {
            return -1;
        }
        in.get();
        return in.getDouble();
    }

    boolean isResultOf(int command) {
        return name.equals("_result") && transaction == command;
    }

    boolean isError() {
        return name.equals("_error");
    }

    /** True when the server says in a status that there is nothing, or nothing more, to publish or play. */
    boolean isEnd() {
        return name.equals("onStatus") && ENDS.stream().anyMatch(code::contains);
    }
}
