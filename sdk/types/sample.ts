// Not part of the package's use: `npm run check` compiles this to hold the declarations against the calls that pages make.
import { ParleyEngine, ZegoExpressEngine } from "parley-engine";
import type { Player, Pusher, ZegoEvent, ZegoPublisherState, ZegoStreamList, ZegoUser, ZegoWxPublishOption } from "parley-engine";
import { ZegoExpressEngine as WebEngine } from "parley-engine/web";
import { attachFlv } from "parley-engine/player";
import { encodesVideo, publishFlv } from "parley-engine/publisher";

const appID = 1234567890;
const page = { setData(values: object, done?: () => void) {}, data: { publishStreamID: "s" } };

async function tutorial(roomID: string, token: string, userID: string, userName: string) {
  const zg = new ZegoExpressEngine(appID, ["wss://a.example/parley/signal", "wss://b.example/parley/signal"]);
  zg.on("roomStateUpdate", (roomID, state, errorCode, extendedData) => {
    if (state == "DISCONNECTED") console.log(roomID, errorCode.toFixed(), extendedData.length);
    // @ts-expect-error no such state
    if (state === "GONE") return;
  });
  zg.on("roomStateChanged", (roomID, reason) => reason === "RECONNECTED" && roomID);
  zg.on("roomUserUpdate", (roomID, updateType, userList) => console.warn(roomID, updateType === "ADD", JSON.stringify(userList)));
  zg.on("roomStreamUpdate", (roomID, updateType, streamList) => {
    if (updateType === "ADD") streamList.forEach((i) => { zg.getPlayerInstance(i.streamID)!.play(); });
    else streamList.forEach((i) => { zg.getPlayerInstance(i.streamID)!.stop(); });
  });
  zg.on("roomStreamUpdate", async (roomID, updateType, streamList, extendedData) => { JSON.parse(extendedData); });
  zg.on("publisherStateUpdate", (result) => { console.log(result.state, result.errorCode); });
  zg.on("playerStateUpdate", (result) => { console.log(result.state); });
  zg.on("publishQualityUpdate", (streamID, publishStats) => { console.log(streamID, publishStats.video.videoFPS, publishStats.audio.audioBitrate); });
  zg.on("playQualityUpdate", (streamID, playStats) => { console.log(streamID, playStats.video.videoBitrate); });
  // @ts-expect-error no such event
  zg.on("nothing", () => {});

  const result: boolean = await zg.loginRoom(roomID, token, { userID, userName });
  await zg.loginRoom(roomID, token, { userID }, { userUpdate: true, maxMemberCount: 2 });
  zg.initContext({ wxContext: page, pushAtr: "pusher", playAtr: "playerList" });
  const pusher: Pusher | null = zg.createPusher({ minBitrate: 300, frontCamera: "back" });
  pusher!.start("streamID_xxx");
  pusher!.switchCamera({ success: () => {} });
  zg.updatePlayerState(page.data.publishStreamID, { detail: { code: 1002 } });
  zg.updatePlayerNetStatus(page.data.publishStreamID, {});
  zg.updateAudioVolumeNotify(page.data.publishStreamID, {});
  zg.getPusherInstance()!.stop();
  const player: Player | null = zg.getPlayerInstance("s", page);
  player!.mute();
  zg.setPlayerAttributes("s", { objectFit: "fillCrop" });
  zg.mutePlayStreamAudio("s", true);
  zg.logoutRoom(roomID);
  zg.off("roomStateUpdate");
  zg.destroyEngine();
  return result;
}

async function ownTags(zg: ZegoExpressEngine, component: object, roomID: string, token: string) {
  zg.enableMultiRoom(false);
  zg.initContext({ wxContext: component });
  zg.zegoWechatMini.setPusherAttributes({ enableMic: true });
  const option: ZegoWxPublishOption = { extraInfo: "camera", streamParams: "" };
  const told: ZegoEvent["publisherStateUpdate"] = (result: ZegoPublisherState) => { if (result.errorCode === -1307) zg.startPublishingStream(result.streamID, option); };
  zg.on("publisherStateUpdate", told);
  zg.on("roomStreamUpdate", (room: string, type: "ADD" | "DELETE", streams: ZegoStreamList[]) => streams.map(({ user }: { user: ZegoUser }) => user.userID + room + type));
  zg.on("roomOnlineUserCountUpdate", (room, count) => console.log(room, count.toFixed()));
  zg.on("tokenWillExpire", (room) => { zg.renewToken(token, room); });
  zg.on("IMRecvBroadcastMessage", (room, messages) => messages.forEach(({ fromUser, message, sendTime }) => console.log(room, fromUser.userID, message, sendTime)));
  zg.on("IMRecvBarrageMessage", (room, messages) => messages.length + room.length);
  zg.on("IMRecvCustomCommand", (room, fromUser, command) => console.log(room, fromUser.userName, command));
  zg.on("roomExtraInfoUpdate", (room, infos) => infos.map(({ key, value }) => room + key + value));
  zg.on("streamExtraInfoUpdate", (room, streams) => streams.map(({ extraInfo }) => room + extraInfo));
  const { errorCode, messageID } = await zg.sendBroadcastMessage(roomID, "hello");
  await zg.sendBarrageMessage(roomID, "+1");
  await zg.sendCustomCommand(roomID, { hand: "up" }, []);
  await zg.setRoomExtraInfo(roomID, "topic", "claims");
  await zg.setStreamExtraInfo("s", "x");
  await zg.callExperimentalAPI({ method: "x", params: {} }).catch(() => {});
  zg.getPlayerInstance("s")!.requestFullScreen({ direction: 0 });
  return errorCode + messageID;
}

async function browser(video: HTMLVideoElement) {
  const engine = new WebEngine(appID, "ws://localhost/parley/signal");
  const { url } = (await engine.getPlayerInstance("s")!.play())!;
  const flv = await attachFlv(video, url, { broke: (cause) => console.log(cause.length) });
  flv.destroy();
  await engine.getPlayerInstance("s")!.play({ video });
  const played: MediaStream = await engine.startPlayingStream("s", { video: false });
  const stream = await engine.createStream({ camera: { video: true, bitrate: 600 } });
  const asked: boolean = engine.startPublishingStream("s", stream, { extraInfo: "camera" });
  const encoder: { url: string } = await engine.startPublishingStream("s");
  engine.mutePublishStreamVideo(stream, true);
  await engine.useVideoDevice(stream, (await engine.enumDevices()).cameras[0].deviceID);
  // @ts-expect-error no stream
  engine.destroyStream("s");
  if (await encodesVideo()) (await publishFlv(stream, url, { frameRate: 10 })).stop();
  const { webRTC, videoCodec } = await engine.checkSystemRequirements();
  return `${webRTC} ${videoCodec!.H264} ${played.id} ${asked} ${encoder.url} ${engine.getVersion()}`;
}

export { browser, ownTags, tutorial };
