/**
 * The engine of a video call: rooms, pushing and playing, for WeChat mini programs, against a Parley server. That of browsers is declared in web.d.ts.
 *
 * Register listeners before `loginRoom`; nothing is missed either way, as what a room already holds is told right after the login.
 */

export type RoomState = "DISCONNECTED" | "CONNECTING" | "CONNECTED";

export type RoomStateReason =
  | "LOGINING" | "LOGINED" | "LOGIN_FAILED"
  | "RECONNECTING" | "RECONNECTED" | "RECONNECT_FAILED"
  | "KICKOUT" | "LOGOUT" | "LOGOUT_FAILED";

export type LogLevel = "debug" | "info" | "warn" | "error" | "disable";

export type UpdateType = "ADD" | "DELETE";

export interface User {
  userID: string;
  userName: string;
}

export interface Stream {
  streamID: string;
  user: User;
  extraInfo: string;
  /** The URL fields are always empty: a URL needs a ticket, which `play` and `startPlayingStream` bring. */
  urlsFLV: string;
  urlsRTMP: string;
  urlsHLS: string;
  urlsHttpsFLV: string;
  urlsHttpsHLS: string;
}

export interface PublisherState {
  streamID: string;
  /** `PUBLISH_REQUESTING` with an errorCode: interrupted, the engine tries again. `NO_PUBLISH` with one: failed for good. */
  state: "PUBLISHING" | "NO_PUBLISH" | "PUBLISH_REQUESTING";
  /**
   * The engine's code. Where the page drives the tag and the tag ended, the tag's own: -1307, -1301 to -1311. Pages test for these, and the
   * engine's is `code` in `extendedData`.
   */
  errorCode: number;
  /** JSON with `reason`, or `wxCode` where the tag reported it; may be empty. */
  extendedData: string;
}

export interface PlayerState {
  streamID: string;
  /** `PLAY_REQUESTING` with an errorCode: interrupted, the engine tries again. `NO_PLAY` with one: failed for good. */
  state: "NO_PLAY" | "PLAY_REQUESTING" | "PLAYING";
  /** As in PublisherState; the tag's own codes are -2301, -2302, 2006, 2101 and 2102. */
  errorCode: number;
  extendedData: string;
}

/** Rates in kbit/s and frames a second. TCP loses nothing, so what is lost is 0. */
export interface VideoStats {
  videoBitrate: number;
  videoFPS: number;
  /** The same as frameWidth and frameHeight; absent before the tag tells them. */
  videoWidth?: number;
  videoHeight?: number;
  frameWidth: number;
  frameHeight: number;
  /** -1 unknown, 0 excellent, 1 good, 2 middle, 3 poor, 4 nothing comes through. */
  videoQuality: number;
  muteState: "0" | "1";
  googCodecName: string;
  videoTransferFPS: number;
  videoRenderFPS: number;
  videoPacketsLost: number;
  videoPacketsLostRate: number;
  videoFramesDecoded: number;
  videoFramesDropped: number;
  /** Since the beginning, in milliseconds; the rate is 0 to 1. */
  videoCumulativeDecodeTime: number;
  videoCumulativeBreakTime: number;
  videoCumulativeBreakRate: number;
  /** Publishing from a browser: what the encoder aims at. */
  videoTargetBitrate?: number;
  /** In a browser: frames left out because the connection, or when playing the machine, is too slow. */
  videoDroppedFPS?: number;
}

export interface AudioStats {
  audioBitrate: number;
  audioCodec: string;
  googCodecName: string;
  /** As videoQuality. */
  audioQuality: number;
  muteState: "0" | "1";
  audioPacketsLost: number;
  audioPacketsLostRate: number;
  audioCumulativeDecodeTime: number;
  audioCumulativeBreakTime: number;
  audioCumulativeBreakRate: number;
  /** Declared for projects that read them, and 0: they are not measured. */
  audioFPS: number;
  audioLevel: number;
  audioJitter: number;
  audioSamplingRate: number;
  audioSendLevel: number;
}

export interface StreamStats {
  video: VideoStats;
  audio: AudioStats;
  /** Publishing from a browser: bytes that the connection has not taken yet. */
  waitingBytes?: number;
  peerToPeerDelay: number | undefined;
  peerToPeerPacketLostRate: number | undefined;
}

/** A camera, a microphone or a speaker. */
export interface Device {
  deviceID: string;
  /** Empty until the page may use a device of that kind. */
  deviceName: string;
}

export interface Events {
  /** The own link to the room. While the link is lost and the engine tries again: `CONNECTING` with 1000017. */
  roomStateUpdate: (roomID: string, state: RoomState, errorCode: number, extendedData: string) => void;
  /** The same moments, with the reason. */
  roomStateChanged: (roomID: string, reason: RoomStateReason, errorCode: number, extendedData: string) => void;
  /** Only after a login with `userUpdate: true`; never about the user itself. */
  roomUserUpdate: (roomID: string, updateType: UpdateType, userList: User[]) => void;
  /**
   * Streams of others. With `DELETE`, extendedData is JSON `{"stream_delete_reason": [{streamID, code, reason}]}`; codes: 1 publisher
   * stopped, 2 heartbeat timeout, 3 repeated login, 4 kicked, 5 disconnected, 6 removed by the server.
   */
  roomStreamUpdate: (roomID: string, updateType: UpdateType, streamList: Stream[], extendedData: string) => void;
  publisherStateUpdate: (result: PublisherState) => void;
  playerStateUpdate: (result: PlayerState) => void;
  publishQualityUpdate: (streamID: string, stats: StreamStats) => void;
  playQualityUpdate: (streamID: string, stats: StreamStats) => void;
  /** Users in the room, the own one among them. */
  roomOnlineUserCountUpdate: (roomID: string, count: number) => void;
  streamExtraInfoUpdate: (roomID: string, streamList: { streamID: string; user: User; extraInfo: string }[]) => void;
  roomExtraInfoUpdate: (roomID: string, roomExtraInfoList: { key: string; value: string; updateUser: User; updateTime: number }[]) => void;
  /** The token in force ends soon: get a new one for `renewToken`. */
  tokenWillExpire: (roomID: string) => void;
  IMRecvBroadcastMessage: (roomID: string, chatData: ZegoBroadcastMessageInfo[]) => void;
  IMRecvBarrageMessage: (roomID: string, chatData: ZegoBarrageMessageInfo[]) => void;
  IMRecvCustomCommand: (roomID: string, fromUser: User, command: string) => void;
  /** Not offered, as all below: `on` answers false. */
  hallStateUpdate: (state: RoomState, errorCode: number, extendedData: string) => void;
  mixerRelayCDNStateUpdate: (taskID: string, infoList: ZegoStreamRelayCDNInfo[]) => void;
  recvRoomTransparentMessage: (roomID: string, message: { sendUser: ZegoUser; content: Uint8Array }) => void;
}

/** The answer of a message that was sent. */
export interface SentMessage {
  errorCode: number;
  extendedData: string;
}

/** The error of every rejected promise, and of a wrong constructor or initContext call throws. */
export class EngineError extends Error {
  readonly code: number;
  /** The same number as `code`. */
  readonly errorCode: number;
  /** The same text as `message`. */
  readonly msg: string;
  /** JSON `{refusal, message}` when the server refused; else empty. */
  readonly extendedData: string;
}

export interface RoomConfig {
  /** True for `roomUserUpdate` events. Default false. */
  userUpdate?: boolean;
  /** 0 is no limit; counts for the login that creates the room. */
  maxMemberCount?: number;
}

/** Attributes of the page's live-pusher, under the names the page data has. `id` and `url` are the engine's. */
export interface PusherAttributes {
  /** Read only: the engine's. */
  id?: string;
  url?: string;
  mode?: "SD" | "HD" | "FHD" | "RTC";
  autopush?: boolean;
  enableCamera?: boolean;
  enableMic?: boolean;
  enableAgc?: boolean;
  enableAns?: boolean;
  enableEarMonitor?: boolean;
  enableAutoFocus?: boolean;
  enableZoom?: boolean;
  minBitrate?: number;
  maxBitrate?: number;
  videoWidth?: number;
  videoHeight?: number;
  beautyLevel?: number;
  whitenessLevel?: number;
  beautyStyle?: "smooth" | "nature";
  filter?: string;
  videoOrientation?: "vertical" | "horizontal";
  videoAspect?: string;
  frontCamera?: "front" | "back";
  enableRemoteMirror?: boolean;
  localMirror?: "auto" | "enable" | "disable";
  enableBackgroundMute?: boolean;
  audioQuality?: "low" | "high";
  audioVolumeType?: "media" | "voicecall";
  audioReverbType?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
  waitingImage?: string;
}

/** Attributes of one live-player. `id`, `streamID` and `url` are the engine's. */
export interface PlayerAttributes {
  /** Read only: the engine's. */
  id?: string;
  url?: string;
  mode?: "RTC" | "live";
  autoPlay?: boolean;
  muteAudio?: boolean;
  muteVideo?: boolean;
  orientation?: "vertical" | "horizontal";
  objectFit?: "contain" | "fillCrop";
  minCache?: number;
  maxCache?: number;
  soundMode?: "speaker" | "ear";
  enableRecvMessage?: boolean;
  autoPauseIfNavigate?: boolean;
  autoPauseIfOpenNative?: boolean;
}

export interface PlayerEntry extends Required<PlayerAttributes> {
  id: string;
  streamID: string;
  url: string;
  autoplay: boolean;
}

export interface Callbacks {
  success?: (result?: any) => void;
  fail?: (failure?: any) => void;
  complete?: (result?: any) => void;
}

export interface PublishOption {
  /** At most 1,024 bytes; the others hear of it with the stream. */
  extraInfo?: string;
  /** Needed after `enableMultiRoom`. */
  roomID?: string;
  /** Accepted without a meaning: the URL carries its ticket. */
  sourceType?: string;
  streamParams?: string;
  inspectFlag?: number;
}

/** The page's one live-pusher. */
export interface Pusher {
  /**
   * Gets a URL, shows the tag and starts it. Settled when the tag has started; whether media flows tells `publisherStateUpdate`. A
   * rejection is told by that event too, so the promise may be dropped. Only one push at a time.
   */
  start(streamID: string, publishOption?: PublishOption): Promise<void>;
  stop(): void;
  pause(o?: Callbacks): void;
  resume(o?: Callbacks): void;
  startPreview(o?: Callbacks): void;
  stopPreview(o?: Callbacks): void;
  playBGM(o: Callbacks & { url: string }): void;
  pauseBGM(o?: Callbacks): void;
  resumeBGM(o?: Callbacks): void;
  stopBGM(o?: Callbacks): void;
  setBGMVolume(o: Callbacks & { volume: number | string }): void;
  setMICVolume(o: Callbacks & { volume: number | string }): void;
  switchCamera(o?: Callbacks): void;
  toggleTorch(o?: Callbacks): void;
  snapshot(o?: Callbacks & { quality?: "raw" | "compressed" }): void;
}

export interface PlayOption extends PlayerAttributes {
  /** In a browser: where to play. Without it, play with the resolved URL yourself, for example by `attachFlv`. */
  video?: HTMLVideoElement;
}

/** One played stream. */
export interface Player {
  /** Settled when the tag has started; whether media flows tells `playerStateUpdate`. The promise may be dropped. In a browser it gives the URL. */
  play(playOption?: PlayOption): Promise<void | { streamID: string; url: string }>;
  stop(): void;
  pause(o?: Callbacks): void;
  resume(o?: Callbacks): void;
  /** Turns the sound off, and on again. */
  mute(o?: Callbacks): void;
  /** In a browser these need the `video` of `play`; `snapshot` fails there. */
  requestFullScreen(o?: Callbacks & { direction?: 0 | 90 | -90 }): void;
  exitFullScreen(o?: Callbacks): void;
  requestPictureInPicture(o?: Callbacks): void;
  exitPictureInPicture(o?: Callbacks): void;
  snapshot(o?: Callbacks & { quality?: "raw" | "compressed" }): void;
}

export class ZegoExpressEngine {
  /**
   * @param server `wss://host/parley/signal`, or several addresses, which are tried in turn
   * @throws EngineError 1100001 for a wrong argument
   */
  constructor(appID: number, server: string | string[]);

  /** @returns false for an event that does not exist */
  on<E extends keyof Events>(event: E, callback: Events[E]): boolean;
  /** Without a callback, all listeners of the event go. */
  off<E extends keyof Events>(event: E, callback?: Events[E]): boolean;

  getVersion(): string;
  /** 0 fine; 10001 too old; 10002 camera or microphone refused; 1101001 could not find out. */
  checkSystemRequirements(): Promise<{ code: number; msg: string }>;
  /** Prints what the engine does to the console. */
  setDebugVerbose(enable: boolean): void;
  /**
   * The levels that are printed and that are handed over to the server by themselves; both `disable` by default.
   * @param config.logURL only where the log does not lie beside the signalling address
   * @returns false, and nothing changed, for a level that does not exist
   */
  setLogConfig(config: ZegoLogConfig): boolean;
  /** Hands over what the engine remembers, whatever its level. Rejects with 1000002 outside of a room, 1100002 when it was not taken. */
  uploadLog(): Promise<void>;
  /** Logs out and lets go of everything; the engine cannot be used again. */
  destroyEngine(): void;

  /** @returns true once in the room; rejects with an EngineError, 1002001 when already logged in */
  loginRoom(roomID: string, token: string, user: { userID: string; userName?: string }, config?: RoomConfig): Promise<boolean>;
  /** Stops every push and play and leaves. */
  logoutRoom(roomID?: string): void;
  /** Once, and before the first login. @returns whether it counts */
  enableMultiRoom(enable: boolean): boolean;
  /** A newer token for the room, or for all. @returns false for no text, or outside of a room */
  renewToken(token: string, roomID?: string): boolean;

  /** To everybody else in the room, numbered and in order; at most 1,024 bytes. */
  sendBroadcastMessage(roomID: string, message: string): Promise<SentMessage & { messageID: number }>;
  /** The same, but many at a time and perhaps lost. */
  sendBarrageMessage(roomID: string, message: string): Promise<SentMessage & { messageID: string }>;
  /** To some users, to all with an empty list; `extendedData` names those who were not there. */
  sendCustomCommand(roomID: string, message: string | object, toUserIDList: string[]): Promise<SentMessage>;
  /** One key for each room; everybody who comes later gets it too. */
  setRoomExtraInfo(roomID: string, key: string, value: string): Promise<SentMessage>;
  setStreamExtraInfo(streamID: string, extraInfo: string): Promise<SentMessage>;

  /**
   * Binds the page. The engine writes `page.data[pushAtr]`, an object for live-pusher, and `page.data[playAtr]`, a list for live-player;
   * the page must not. Without the names of fields the page writes the attributes of its tags itself.
   */
  initContext(context: { wxContext: any; pushAtr?: string; playAtr?: string }): void;
  /** This engine, by the name under which published pages set the tags' attributes. */
  readonly zegoWechatMini: ZegoExpressEngine;
  /** null before `initContext`, and in browsers. Before login it shows a preview; its `start` rejects. One per page: a second call gives the same. */
  createPusher(config?: PusherAttributes): Pusher | null;
  getPusherInstance(): Pusher | null;
  /** Makes the instance when there is none. @param wxContext the component, when the tag is inside one */
  getPlayerInstance(streamID: string, wxContext?: any): Player | null;
  getPlayerList(streamID?: string): PlayerEntry[];
  setPusherAttributes(config: PusherAttributes, callback?: () => void): void;
  setPlayerAttributes(streamID: string, config: PlayerAttributes, callback?: () => void): void;
  /** true is silent. */
  mutePublishStreamAudio(mute: boolean): void;
  /** true is without picture. */
  mutePublishStreamVideo(mute: boolean): void;
  mutePlayStreamAudio(streamID: string, mute: boolean): void;
  mutePlayStreamVideo(streamID: string, mute: boolean): void;

  /** Hand over the `bindstatechange` event, whole; for live-pusher and live-player alike. */
  updatePlayerState(streamID: string, event: any): void;
  /** Hand over the `bindnetstatus` event, whole; it becomes a quality event. */
  updatePlayerNetStatus(streamID: string, event: any): void;
  /** The URL of a stream's tag as it is now; empty before there is one. */
  getNextUrl(streamID: string): string;
  /** Accepts the `bindaudiovolumenotify` event. No event comes of it. */
  updateAudioVolumeNotify(streamID: string, event: any): void;

  /** A URL to push to, for a tag or an encoder that the page drives itself. States are told; nothing is restarted. */
  startPublishingStream(streamID: string, publishOption?: PublishOption): Promise<{ streamID: string; url: string }>;
  stopPublishingStream(streamID: string): boolean;
  /** A URL to play by RTMP, for a tag that the page drives itself. */
  startPlayingStream(streamID: string, playOption?: ZegoWxPlayOption): Promise<{ streamID: string; url: string }>;
  stopPlayingStream(streamID: string): void;

  /** Not offered: rejects with 1003040. Media stay on your server. */
  addPublishCdnUrl(streamID: string, targetURL: string): Promise<never>;
  removePublishCdnUrl(streamID: string, targetURL: string): Promise<never>;
  /** Not offered: rejects with 1005099. Nothing is decoded on the server, so nothing can be mixed. */
  startMixerTask(task: object): Promise<never>;
  stopMixerTask(taskID: string): Promise<never>;
  startAutoMixerTask(task: object): Promise<never>;
  stopAutoMixerTask(task: object): Promise<never>;
  setMixerTaskConfig(config: object): Promise<never>;
  /** Rejects: no method is known yet. */
  callExperimentalAPI(call: { method: string; params?: object }): Promise<never>;

  /** Not offered: there is nothing to load, to fence or to proxy. docs/sdk/calls.md says what does its job. */
  static use(module: unknown): false;
  static setGeoFence(type: unknown, areas: unknown): false;
  static setEngineOptions(options: unknown): false;
  static setCloudProxyConfig(proxies: unknown, token: unknown, enable: unknown): false;
  static setLocalProxyConfig(config: unknown, enable: unknown): false;
}

export { ZegoExpressEngine as ParleyEngine };

// The names under which published projects import these types.
export type ZegoEvent = Events;
export interface ZegoUser {
  userID: string;
  userName?: string;
}
export type ZegoStreamList = Omit<Stream, "user"> & { user: ZegoUser };
export type ZegoPublisherState = PublisherState;
export type ZegoPlayerState = PlayerState;
export type ZegoWxPublishOption = PublishOption;
/** Accepted without a meaning: the URL carries its ticket, and there is one way to play. */
export interface ZegoWxPlayOption {
  streamParams?: string;
  isMix?: boolean;
  sourceType?: "CDN" | "BGP";
}
export type ZegoWechatMiniEvent = Events;
export type ZegoRTMEvent = Events;
export type ZegoPublishStats = StreamStats;
export type ZegoPublishVideoStats = VideoStats;
export type ZegoPublishAudioStats = AudioStats;
export type ZegoPlayStats = StreamStats;
export type ZegoPlayVideoStats = VideoStats;
export type ZegoPlayAudioStats = AudioStats;
export type ZegoRoomStateChangedReason = RoomStateReason;
export type ZegoRoomConfig = RoomConfig;
export interface ZegoServerResponse {
  errorCode: number;
  extendedData?: string;
}
export interface ZegoError {
  code: number | string;
  msg: string;
}
export interface ZegoLogConfig {
  logLevel?: LogLevel | "report";
  remoteLogLevel?: LogLevel;
  logURL?: string;
  /** Accepted without a meaning: the engine keeps its last 200 lines. */
  logCount?: number;
  logSize?: number;
}
export interface ZegoBroadcastMessageInfo {
  fromUser: ZegoUser;
  message: string;
  /** Unix time in milliseconds. */
  sendTime: number;
  messageID: number;
}
export interface ZegoBarrageMessageInfo {
  fromUser: ZegoUser;
  message: string;
  sendTime: number;
  messageID: string;
}
export interface ZegoRoomExtraInfo {
  key: string;
  value: string;
  updateUser: ZegoUser;
  updateTime: number;
}
export interface ZegoProxyInfo {
  hostName: string;
  port?: number;
}
export interface ZegoStreamRelayCDNInfo {
  url: string;
  state: "NO_RELAY" | "RELAY_REQUESTING" | "RELAYING";
  updateReason: string;
  stateTime: number;
}
export type ZegoInspectFlagType = number;
export type ZegoWxPusher = Pusher;
export type ZegoWxPlayer = Player;
