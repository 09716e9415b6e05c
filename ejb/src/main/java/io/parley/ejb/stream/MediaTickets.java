package io.parley.ejb.stream;

import io.parley.ejb.stream.Ticket.DeviceHolder;
import io.parley.ejb.stream.Ticket.Direction;
import io.parley.ejb.stream.Ticket.Holder;
import io.parley.ejb.stream.Ticket.StayHolder;
import io.parley.persistence.admin.ServerKeys;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.id.StreamKey;
import io.parley.persistence.room.ClientKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs tickets and reads them back: a version byte and the fields, followed by the first 16 bytes of an HMAC-SHA256 under a key
 * that only the servers have, all in URL-safe base64.
 */
@ApplicationScoped
public class MediaTickets {

    /** A ticket with every identifier at its longest, in characters. */
    static final int MAX_LENGTH = 1_536;

    private static final int VERSION = 1;
    private static final int SIGNATURE = 16;
    private static final int STAY = 0;
    private static final int DEVICE = 1;
    private static final int CONSOLE = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private @Nullable SecretKeySpec key;

    private final Supplier<byte[]> keyBytes;

    @Inject
    public MediaTickets(ServerKeys keys) {
        this(keys::ticketKey);
    }

    private MediaTickets(Supplier<byte[]> keyBytes) {
        this.keyBytes = keyBytes;
    }

    /** For tests: signs under this key, of 32 bytes. */
    static MediaTickets with(byte[] key) {
        return new MediaTickets(() -> key);
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected MediaTickets() {
        this((Supplier<byte[]>) null);
    }

    /** A number for a new ticket that nobody can guess. */
    public long newId() {
        return RANDOM.nextLong() & Long.MAX_VALUE;
    }

    public String sign(Ticket ticket) {
        byte[] body = write(ticket);
        byte[] signature = mac(body);
        byte[] whole = Arrays.copyOf(body, body.length + SIGNATURE);
        System.arraycopy(signature, 0, whole, body.length, SIGNATURE);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** Reads a ticket that was used for this direction and stream key. Whether it is still good is for {@link StreamService}. */
    public Ticket verify(@Nullable String text, Direction direction, String streamKey) {
        Ticket ticket = read(text);
        if (ticket.direction() != direction) {
            throw new Refused(Refusal.TICKET_INVALID, "for the other direction");
        }
        byte[] expected = StreamKey.of(ticket.app(), ticket.stream())
                .value()
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, streamKey.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            throw new Refused(Refusal.TICKET_INVALID, "for another stream");
        }
        return ticket;
    }

    private Ticket read(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new Refused(Refusal.TICKET_INVALID, "missing or too long");
        }
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(Refusal.TICKET_INVALID, "not base64");
        }
        if (whole.length <= SIGNATURE) {
            throw new Refused(Refusal.TICKET_INVALID, "cut short");
        }
        byte[] body = Arrays.copyOf(whole, whole.length - SIGNATURE);
        byte[] signature = Arrays.copyOfRange(whole, body.length, whole.length);
        if (!MessageDigest.isEqual(signature, Arrays.copyOf(mac(body), SIGNATURE))) {
            throw new Refused(Refusal.TICKET_INVALID, "signature");
        }
        return parse(body);
    }

    private static byte[] write(Ticket ticket) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(ticket.direction().ordinal());
            out.writeLong(ticket.id());
            out.writeInt((int) ticket.app().value());
            out.writeLong(ticket.firstUseBefore().getEpochSecond());
            out.writeUTF(ticket.stream().value());
            out.writeUTF(ticket.extraInfo());
            if (ticket.holder() instanceof StayHolder stay) {
                out.writeByte(STAY);
                out.writeLong(stay.stayId());
            } else if (ticket.holder() instanceof DeviceHolder device) {
                out.writeByte(device.kind() == ClientKind.CONSOLE ? CONSOLE : DEVICE);
                out.writeUTF(device.roomId());
                out.writeUTF(device.userId());
                out.writeUTF(device.userName());
                out.writeInt(device.maxConnections());
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot happen in memory", e);
        }
        return bytes.toByteArray();
    }

    private static Ticket parse(byte[] body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            if (in.readByte() != VERSION) {
                throw new Refused(Refusal.TICKET_INVALID, "version");
            }
            Direction direction = Direction.values()[in.readByte()];
            long id = in.readLong();
            AppId app = new AppId(Integer.toUnsignedLong(in.readInt()));
            Instant firstUseBefore = Instant.ofEpochSecond(in.readLong());
            StreamId stream = new StreamId(in.readUTF());
            String extraInfo = in.readUTF();
            int of = in.readByte();
            Holder holder = of == STAY
                    ? new StayHolder(in.readLong())
                    : new DeviceHolder(
                            in.readUTF(),
                            in.readUTF(),
                            in.readUTF(),
                            of == CONSOLE ? ClientKind.CONSOLE : ClientKind.DEVICE,
                            in.readInt());
            return new Ticket(id, direction, app, stream, holder, firstUseBefore, extraInfo);
        } catch (IOException e) {
            throw new Refused(Refusal.TICKET_INVALID, "cut short");
        }
    }

    private byte[] mac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key());
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private synchronized SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            known = new SecretKeySpec(keyBytes.get(), "HmacSHA256");
            key = known;
        }
        return known;
    }
}
