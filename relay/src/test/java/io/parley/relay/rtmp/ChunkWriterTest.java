package io.parley.relay.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.parley.relay.RelayConfig;
import io.parley.relay.hub.MediaKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkWriterTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 12",
        "0, 1, 13",
        "0xFFFFFE, 60000, 60012",
        "0, 60001, 60014",
        "0, 120000, 120013",
        "0xFFFFFF, 60000, 60016",
        "0x1000000, 60001, 60022",
        "0xFFFFFFF0, 120001, 120027"
    })
    void messagesHaveTheSizeThatWasSaidAndComeBackWhole(String time, int length, int size) {
        int timestamp = Long.decode(time).intValue();
        ByteBuf body = Bytes.filled(length, 'x');
        ByteBuf out = Unpooled.buffer();
        RtmpWireFormat.INSTANCE.write(out, MediaKind.VIDEO, timestamp, body);
        assertThat(out.readableBytes()).isEqualTo(size);
        assertThat(RtmpWireFormat.INSTANCE.size(MediaKind.VIDEO, timestamp, length))
                .isEqualTo(size);
        assertThat(ByteBufUtil.equals(RtmpWireFormat.INSTANCE.body(out), body)).isTrue();

        EmbeddedChannel reader =
                new EmbeddedChannel(new RtmpChunkDecoder(ChunkLimits.publisher(RelayConfig.forCalls("", 0))));
        reader.writeInbound(Bytes.setChunkSize(ChunkWriter.CHUNK_SIZE), out);
        RtmpMessage message = reader.readInbound();
        assertThat(message.timestamp()).isEqualTo(timestamp);
        assertThat(message.streamId()).isEqualTo(1);
        assertThat(ByteBufUtil.equals(message.body(), body)).isTrue();
        message.release();
        reader.finishAndReleaseAll();
    }
}
