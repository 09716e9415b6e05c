/**
 * The engine in a browser, with the calls of the vendor's web engine. `docs/sdk/web-calls.md` says of each call how it behaves here.
 *
 * Media go as FLV over a WebSocket, in H.264 and AAC; there is no WebRTC. Publishing takes WebCodecs, playing Media Source Extensions.
 */
import type {
  Device, EngineError, Player, RoomState, RoomStateReason, SentMessage, UpdateType, ZegoBarrageMessageInfo, ZegoBroadcastMessageInfo, ZegoLogConfig,
  ZegoPlayerState, ZegoPlayStats, ZegoPublisherState, ZegoPublishStats, ZegoRoomConfig, ZegoRoomExtraInfo, ZegoServerResponse, ZegoStreamList, ZegoStreamRelayCDNInfo, ZegoUser,
} from "./index";

export { EngineError } from "./index";
export type {
  RoomState, RoomStateReason, Player, ZegoBarrageMessageInfo, ZegoBroadcastMessageInfo, ZegoError, ZegoInspectFlagType, ZegoLogConfig, ZegoPlayAudioStats, ZegoPlayerState,
  ZegoPlayStats, ZegoPlayVideoStats, ZegoProxyInfo, ZegoPublishAudioStats, ZegoPublisherState, ZegoPublishStats, ZegoPublishVideoStats, ZegoRoomConfig,
  ZegoRoomExtraInfo, ZegoRoomStateChangedReason, ZegoServerResponse, ZegoStreamList, ZegoStreamRelayCDNInfo, ZegoUser,
} from "./index";

export interface ConstraintExtend {
  exact?: number;
  ideal?: number;
  max?: number;
  min?: number;
}

export interface ZegoSwitchRoomConfig {
  token: string;
  maxMemberCount?: number;
  isUserStatusNotify?: boolean;
}

/** 1 is 320 x 240, 2 is 640 x 480, 3 is 1280 x 720; 4 is what the other fields say. */
export type VideoQuality = 1 | 2 | 3 | 4;

interface Encoding {
  /** Of the picture at most, in kbit/s. Default 800, of screens 1500. */
  bitrate?: number;
  /** In kbit/s. Default 48. */
  audioBitrate?: number;
  /** Accepted without a meaning. */
  startBitrate?: "default" | "target";
  minBitrate?: number;
  videoOptimizationMode?: "default" | "motion" | "detail";
  keyFrameInterval?: number;
}

interface SoundProcessing {
  /** Noise suppression, gain control, echo cancellation; default true. */
  ANS?: boolean;
  AGC?: boolean;
  AEC?: boolean;
}

interface PictureSize {
  /** Default 640 x 360, of screens 1280 x 720. */
  width?: number | ConstraintExtend;
  height?: number | ConstraintExtend;
  /** Default 15, of screens 10. */
  frameRate?: number | ConstraintExtend;
}

export interface ZegoCamera extends Encoding, SoundProcessing, PictureSize {
  /** Default true. */
  audio?: boolean;
  audioInput?: string;
  /** Default true. */
  video?: boolean;
  videoInput?: string;
  videoQuality?: VideoQuality;
  facingMode?: "user" | "environment";
  channelCount?: 1 | 2;
}

export interface ZegoScreen extends Encoding, SoundProcessing, PictureSize {
  /** Default false. */
  audio?: boolean;
  videoQuality?: VideoQuality;
  bitRate?: number;
  /** Accepted without a meaning. */
  sourceID?: string;
}

export interface ZegoCustom extends Encoding {
  source: HTMLMediaElement | HTMLCanvasElement | MediaStream;
  channelCount?: number;
}

/** The source of a stream. Without one of them: camera and microphone. */
export interface ZegoLocalStreamConfig {
  camera?: ZegoCamera;
  screen?: boolean | ZegoScreen;
  custom?: ZegoCustom;
}

export interface ZegoCaptureMicrophone extends SoundProcessing {
  input?: string;
  channelCount?: 1 | 2;
}

export interface ZegoCaptureCamera extends PictureSize {
  input?: string;
  quality?: VideoQuality;
  facingMode?: "user" | "environment";
  optimizationMode?: "default" | "motion" | "detail";
  keyFrameInterval?: number;
}

export interface ZegoCaptureScreenVideo extends PictureSize {
  quality?: VideoQuality;
  optimizationMode?: "default" | "motion" | "detail";
  keyFrameInterval?: number;
  sourceID?: string;
  captureElement?: HTMLElement;
}

export type ZegoCaptureScreenAudio = SoundProcessing;

export interface ZegoCustomAudio {
  source: HTMLMediaElement | MediaStream;
  channelCount?: 1 | 2;
}

export interface ZegoCustomVideo {
  source: HTMLMediaElement | HTMLCanvasElement | MediaStream;
  optimizationMode?: "default" | "motion" | "detail";
  keyFrameInterval?: number;
}

export interface ZegoStreamOptions {
  /** Default true; false waits for `startCapture...`. */
  autoCapture?: boolean;
  /** Accepted without a meaning: call `playVideo`. */
  autoPlay?: boolean;
  captureView?: HTMLElement;
  view?: HTMLElement;
  multiplacePreview?: boolean;
  /** In kbit/s. */
  videoBitrate?: number | { bitrate?: number; startBitrate?: "default" | "target"; minBitrate?: number };
  audioBitrate?: number;
  camera?: { video?: boolean | ZegoCaptureCamera; audio?: boolean | ZegoCaptureMicrophone };
  screen?: { video?: boolean | ZegoCaptureScreenVideo; audio?: boolean | ZegoCaptureScreenAudio };
  custom?: { video?: ZegoCustomVideo; audio?: ZegoCustomAudio };
}

export interface ZegoPublishStreamConfig extends PictureSize {
  /** In kbit/s. */
  maxBitrate?: number;
  videoQuality?: number;
}

export type ZegoPublishStreamAudioConfig = SoundProcessing;

export interface ZegoWebPublishOption {
  /** At most 1,024 bytes; the others hear of it with the stream. */
  extraInfo?: string;
  /** Needed after `enableMultiRoom`. */
  roomID?: string;
  /** Accepted without a meaning: it is H.264, and the URL carries its ticket. */
  videoCodec?: "VP8" | "H264" | "H265";
  streamParams?: string;
  isSEIStart?: boolean;
  SEIType?: number;
  enableDTX?: boolean;
  inspectFlag?: number;
  enableTrafficControl?: boolean;
  trafficControlFocusOnMode?: number;
  trafficControlMinVideoBitrate?: number;
  trafficControlMinVideoMode?: number;
  enableAutoSwitchVideoCodec?: boolean;
  forceSynchronousNetworkTime?: 0 | 1;
}

export interface ZegoWebPlayOption {
  /** False leaves the track out of the stream. Default true. */
  video?: boolean;
  audio?: boolean;
  /** Accepted without a meaning: there is one way to play, with as little delay as it can. */
  streamParams?: string;
  resourceMode?: 0 | 1 | 2 | 5;
  isSEIStart?: boolean;
  streamType?: 0 | 1 | 2;
  CDNPlayer?: any;
  CDNVideo?: HTMLVideoElement;
  playoutDelayHint?: number;
  jitterBufferTarget?: number;
  enableLowLatency?: boolean;
  customResourceConfig?: object;
  codecTemplateID?: number;
  adaptiveSwitch?: boolean;
  adaptiveTemplateIDList?: number[];
  transcodeOnDecodeFail?: boolean;
  posterType?: 0 | 1 | 2;
}

export type ZegoDeviceInfo = Device;

export interface ZegoDeviceInfos {
  microphones: ZegoDeviceInfo[];
  speakers: ZegoDeviceInfo[];
  cameras: ZegoDeviceInfo[];
}

export interface ZegoCapabilityError {
  name?: string;
  message?: string;
}

export interface ZegoCapabilityErrorInfo {
  webRTC?: ZegoCapabilityError;
  customCapture?: ZegoCapabilityError;
  camera?: ZegoCapabilityError;
  microphone?: ZegoCapabilityError;
  extendedDate?: string;
}

export interface ZegoVideoCodec {
  H264: boolean;
  VP8: boolean;
  H265: boolean;
}

export interface ZegoCapabilityDetection {
  /** Here: this browser can play a call. */
  webRTC?: boolean;
  customCapture?: boolean;
  camera?: boolean;
  microphone?: boolean;
  screenSharing?: boolean;
  /** `H264`: this browser can publish too. */
  videoCodec?: ZegoVideoCodec;
  errInfo: ZegoCapabilityErrorInfo;
  result?: boolean;
}

export interface ZegoCheckSingleType {
  webRTC: "webRTC";
  customCapture: "customCapture";
  camera: "camera";
  microphone: "microphone";
  screenSharing: "screenSharing";
  H264: "H264";
  VP8: "VP8";
  H265: "H265";
}

export interface SoundLevelDelegateOptions {
  /** Also while the page is hidden. Default false. */
  enableInBackground?: boolean;
}

export interface ZegoAutoSwitchDeviceConfig {
  camera?: boolean;
  microphone?: boolean;
}

export interface ZegoSoundLevelInfo {
  streamID: string;
  /** 0 to 100; 0 is -60 dB and less. */
  soundLevel: number;
  type: "push" | "pull";
}


/** Events about rooms, users and messages. */
export interface ZegoRTMEvent {
  roomStateUpdate: (roomID: string, state: RoomState, errorCode: number, extendedData: string) => void;
  roomStateChanged: (roomID: string, reason: RoomStateReason, errorCode: number, extendedData: string) => void;
  roomUserUpdate: (roomID: string, updateType: UpdateType, userList: ZegoUser[]) => void;
  roomOnlineUserCountUpdate: (roomID: string, count: number) => void;
  roomExtraInfoUpdate: (roomID: string, roomExtraInfoList: ZegoRoomExtraInfo[]) => void;
  tokenWillExpire: (roomID: string) => void;
  IMRecvBroadcastMessage: (roomID: string, chatData: ZegoBroadcastMessageInfo[]) => void;
  IMRecvBarrageMessage: (roomID: string, messageInfo: ZegoBarrageMessageInfo[]) => void;
  IMRecvCustomCommand: (roomID: string, fromUser: ZegoUser, command: string) => void;
  /** Not offered: `on` answers false. */
  hallStateUpdate: (state: RoomState, errorCode: number, extendedData: string) => void;
  recvRoomTransparentMessage: (roomID: string, message: { sendUser: ZegoUser; content: Uint8Array }) => void;
}

/** Events about streams, sound and devices. */
export interface ZegoRTCEvent {
  roomStreamUpdate: (roomID: string, updateType: UpdateType, streamList: ZegoStreamList[], extendedData: string) => void;
  streamExtraInfoUpdate: (roomID: string, streamList: { streamID: string; user: ZegoUser; extraInfo: string }[]) => void;
  publisherStateUpdate: (result: ZegoPublisherState) => void;
  playerStateUpdate: (result: ZegoPlayerState) => void;
  publishQualityUpdate: (streamID: string, stats: ZegoPublishStats) => void;
  playQualityUpdate: (streamID: string, stats: ZegoPlayStats) => void;
  /** Of a stream that is played and that another browser publishes. */
  remoteCameraStatusUpdate: (streamID: string, status: "OPEN" | "MUTE") => void;
  remoteMicStatusUpdate: (streamID: string, status: "OPEN" | "MUTE") => void;
  /** After `setSoundLevelDelegate(true)`. */
  soundLevelUpdate: (soundLevelList: ZegoSoundLevelInfo[]) => void;
  capturedSoundLevelUpdate: (soundLevel: number) => void;
  /** The own user's. Grades as in `videoQuality`. */
  networkQuality: (userID: string, upstreamQuality: number, downstreamQuality: number) => void;
  videoDeviceStateChanged: (updateType: UpdateType, deviceInfo: ZegoDeviceInfo) => void;
  audioDeviceStateChanged: (updateType: UpdateType, deviceType: "Input" | "Output", deviceInfo: ZegoDeviceInfo) => void;
  /** A device that was in use is gone. */
  deviceError: (errorCode: number, deviceName: string) => void;
  screenSharingEnded: (mediaStream: MediaStream) => void;
  /** The track took the place of the one of its kind in the stream that is played. */
  playerVideoTrackUpdate: (streamID: string, track: MediaStreamTrack) => void;
  playerAudioTrackUpdate: (streamID: string, track: MediaStreamTrack) => void;
  /** Not offered, as all below: `on` answers false. */
  playerRecvSEI: (streamID: string, data: Uint8Array) => void;
  beautyEffectError: (stream: MediaStream, errorCode: number, extendedData: string) => void;
  backgroundEffectError: (stream: MediaStream, errorCode: number, extendedData: string) => void;
  exceptionUpdate: (streamID: string, eventDate: { code: number; message: string }) => void;
  mixerSoundLevelUpdate: (soundLevels: Map<number, number>) => void;
  autoMixerSoundLevelUpdate: (soundLevels: Map<string, number>) => void;
  mixerRelayCDNStateUpdate: (taskID: string, infoList: ZegoStreamRelayCDNInfo[]) => void;
  recvExperimentalAPI: (content: Record<string, any>) => void;
  publisherVideoEncoderChanged: (fromCodecID: number, toCodecID: number, streamID: string) => void;
}

export interface ZegoEvent extends ZegoRTCEvent, ZegoRTMEvent {}

export interface ZegoStreamViewOptions {
  mirror?: boolean;
  /** Default contain. */
  objectFit?: "cover" | "contain" | "fill";
  muted?: boolean;
  /** False: after `autoplayFailed` the page itself calls `resume` on a click. Default true: any click does it. */
  enableAutoplayDialog?: boolean;
  clearLastFrame?: boolean;
}

export type ZegoLocalViewOptions = Omit<ZegoStreamViewOptions, "muted">;

export interface ZegoLocalAduioOptions {
  enableAutoplayDialog?: boolean;
}

export interface ZegoSnapshotOptions {
  /** Default image/png. */
  imageType?: string;
  quality?: number;
  /** Offers the picture as a download too. */
  save?: boolean;
  fileName?: string;
}

export interface StreamViewEvent {
  autoplayFailed: () => void;
  canPlayVideo: () => void;
  canPlayAudio: () => void;
}

/** A stream on the page. */
export interface ZegoStreamView {
  /** @param container the element, or its id */
  play(container: string | HTMLElement, options?: ZegoStreamViewOptions): void;
  playVideo(container: string | HTMLElement, options?: ZegoStreamViewOptions): void;
  playAudio(options?: ZegoStreamViewOptions): void;
  stop(): void;
  stopVideo(): void;
  stopAudio(): void;
  resume(): void;
  setAudioMuted(muted: boolean): boolean;
  setVideoMuted(muted: boolean): boolean;
  /** @param volume 0 to 100 */
  setVolume(volume: number): boolean;
  useAudioOutputDevice(deviceID: string): Promise<void>;
  getVideoWidth(): number;
  getVideoHeight(): number;
  /** @returns a data URL. @throws EngineError before there is a picture */
  takeStreamSnapshot(option?: ZegoSnapshotOptions): string;
  on<K extends keyof StreamViewEvent>(event: K, callback: StreamViewEvent[K]): boolean;
  off<K extends keyof StreamViewEvent>(event: K, callback?: StreamViewEvent[K]): boolean;
}

export interface ZegoLocalStreamEvent {
  autoplayFailed: (player?: HTMLMediaElement, e?: any) => void;
  canPlayAudio: (e?: Event) => void;
  canPlayVideo: (e?: Event) => void;
  canPlayCaptureVideo: (e?: Event) => void;
  canPlayCaptureAudio: (e?: Event) => void;
  autoplayCaptureFailed: (player?: HTMLMediaElement, e?: any) => void;
  videoTrackChanged: (videoTrack: MediaStreamTrack) => void;
  audioTrackChanged: (audioTrack: MediaStreamTrack) => void;
  captureVideoTrackChanged: (videoTrack: MediaStreamTrack) => void;
  captureAudioTrackChanged: (audioTrack: MediaStreamTrack) => void;
}

/** What a page captures: devices can be started, stopped and changed while it is published. */
export interface ZegoLocalStream {
  readonly active: boolean;
  readonly id: string;
  readonly stream: MediaStream | null;
  readonly videoCaptureStream: MediaStream | null;
  readonly audioCaptureStream: MediaStream | null;
  readonly videoDeviceId: string;
  readonly audioDeviceId: string;
  getTracks(): MediaStreamTrack[];
  getAudioTracks(): MediaStreamTrack[];
  getVideoTracks(): MediaStreamTrack[];
  on<K extends keyof ZegoLocalStreamEvent>(event: K, callBack: ZegoLocalStreamEvent[K]): boolean;
  off<K extends keyof ZegoLocalStreamEvent>(event: K, callBack?: ZegoLocalStreamEvent[K]): boolean;
  startCaptureMicrophone(options?: ZegoCaptureMicrophone): Promise<ZegoServerResponse>;
  startCaptureCamera(options?: ZegoCaptureCamera): Promise<ZegoServerResponse>;
  startCaptureCameraAndMicrophone(cameraOptions?: ZegoCaptureCamera, microphoneOptions?: ZegoCaptureMicrophone): Promise<ZegoServerResponse>;
  startCaptureCustomAudio(options: ZegoCustomAudio): Promise<ZegoServerResponse>;
  startCaptureCustomVideo(options: ZegoCustomVideo): Promise<ZegoServerResponse>;
  startCaptureCustomVideoAndAudio(videoOptions: ZegoCustomVideo, audioOptions: ZegoCustomAudio): Promise<ZegoServerResponse>;
  startCaptureScreen(options?: ZegoCaptureScreenVideo): Promise<ZegoServerResponse>;
  startCaptureScreenWithAudio(screenVideoOptions?: ZegoCaptureScreenVideo, screenAudioOptions?: ZegoCaptureScreenAudio): Promise<ZegoServerResponse>;
  /** @returns false when there was none */
  stopCaptureAudio(): Promise<boolean>;
  stopCaptureVideo(): Promise<boolean>;
  playAudio(config?: ZegoLocalAduioOptions): void;
  playCaptureAudio(config?: ZegoLocalAduioOptions): void;
  playVideo(view: HTMLElement, config?: ZegoLocalViewOptions): void;
  playCaptureVideo(view: HTMLElement, config?: ZegoLocalViewOptions): void;
  takeStreamSnapshot(option?: ZegoSnapshotOptions): string;
  resumeVideo(): Promise<void> | void;
  resumeAudio(): Promise<void> | void;
  stopVideo(): void;
  stopAudio(): void;
  stopPlayCaptureVideo(): void;
  stopPlayCaptureAudio(): void;
  /** @param volume 0 to 100 */
  setVolume(volume: number): boolean;
  useAudioOutputDevice(deviceID: string): Promise<void>;
  getScreenDisplaySurface(): string;
}

/** What `createStream` and `createZegoStream` give. */
export type LocalSource = MediaStream | ZegoLocalStream;

export declare enum ZegoStreamUpdateType {
  video = 0,
  audio = 1,
  videoAndAudio = 2,
}

export class ZegoExpressEngine {
  /**
   * @param server `wss://host/parley/signal`, or several addresses, which are tried in turn
   * @param options accepted without a meaning
   * @throws EngineError 1100001 for a wrong argument
   */
  constructor(appID: number, server: string | string[], options?: { scenario: number });

  /** @returns false for an event that does not exist or is not offered */
  on<K extends keyof ZegoEvent>(event: K, callBack: ZegoEvent[K]): boolean;
  off<K extends keyof ZegoEvent>(event: K, callBack?: ZegoEvent[K]): boolean;
  getVersion(): string;
  /** Asks for the camera and the microphone, unless only another ability is checked. */
  checkSystemRequirements<T extends keyof ZegoCheckSingleType>(checkType?: T, checkLevel?: 0 | 1): Promise<ZegoCapabilityDetection>;
  setDebugVerbose(enable: boolean): void;
  setLogConfig(config: ZegoLogConfig): boolean;
  uploadLog(): Promise<{ errorCode: number; extendedData: string }>;
  destroyEngine(): void;

  enableMultiRoom(enable: boolean): boolean;
  loginRoom(roomID: string, token: string, user: ZegoUser, config?: ZegoRoomConfig): Promise<boolean>;
  logoutRoom(roomID?: string): void;
  switchRoom(fromRoomID: string, toRoomID: string, config: ZegoSwitchRoomConfig): Promise<boolean>;
  renewToken(token: string, roomID?: string): boolean;
  sendBroadcastMessage(roomID: string, message: string): Promise<SentMessage & { messageID: number }>;
  sendBarrageMessage(roomID: string, message: string): Promise<SentMessage & { messageID: string }>;
  sendCustomCommand(roomID: string, command: string | object, toUserIDList: string[]): Promise<SentMessage>;
  setRoomExtraInfo(roomID: string, key: string, value: string): Promise<SentMessage>;
  setStreamExtraInfo(streamID: string, extraInfo: string): Promise<SentMessage>;

  /** Rejects with 1103021 when there is no such device, or it may not be used. */
  createStream(source?: ZegoLocalStreamConfig): Promise<MediaStream>;
  createZegoStream(options?: ZegoStreamOptions): Promise<ZegoLocalStream>;
  /** Lets go of its devices. Streams that are published go on without a picture: stop them first. */
  destroyStream(localStream: LocalSource): void;
  createLocalStreamView(localStream: MediaStream): ZegoStreamView;
  replaceTrack(localStream: MediaStream, mediaStreamTrack: MediaStreamTrack): Promise<ZegoServerResponse>;
  addTrack(localStream: MediaStream, track: MediaStreamTrack): Promise<ZegoServerResponse>;
  removeTrack(localStream: MediaStream, track: MediaStreamTrack): Promise<ZegoServerResponse>;
  setVideoConfig(localStream: LocalSource, constraints: ZegoPublishStreamConfig): Promise<ZegoServerResponse>;
  setAudioConfig(localStream: LocalSource, constraints: ZegoPublishStreamAudioConfig): Promise<ZegoServerResponse>;
  /** @param volume 0 to 200; 100 leaves it as it is */
  setCaptureVolume(localStream: LocalSource, volume: number): Promise<ZegoServerResponse>;

  enumDevices(): Promise<ZegoDeviceInfos>;
  getCameras(): Promise<ZegoDeviceInfo[]>;
  getMicrophones(): Promise<ZegoDeviceInfo[]>;
  getSpeakers(): Promise<ZegoDeviceInfo[]>;
  useVideoDevice(localStream: LocalSource, deviceID: string): Promise<ZegoServerResponse>;
  useAudioDevice(localStream: LocalSource, deviceID: string): Promise<ZegoServerResponse>;
  useFrontCamera(localStream: LocalSource, enable: boolean): Promise<ZegoServerResponse>;
  useAudioOutputDevice(media: HTMLMediaElement, deviceID: string): Promise<boolean>;
  enableVideoCaptureDevice(localStream: LocalSource, enable?: boolean): Promise<boolean>;
  enableAutoSwitchDevice(config: ZegoAutoSwitchDeviceConfig): void;

  /**
   * Publishes a stream, over as many connections as it takes. Whether it is on air tells `publisherStateUpdate`.
   * @returns false, and `NO_PUBLISH` is told with the code, where it cannot be asked for
   */
  startPublishingStream(streamID: string, localStream: LocalSource, publishOption?: ZegoWebPublishOption): boolean;
  /** Without a stream: a URL to push to, for an encoder of your own. */
  startPublishingStream(streamID: string, publishOption?: { extraInfo?: string; roomID?: string }): Promise<{ streamID: string; url: string }>;
  stopPublishingStream(streamID: string): boolean;
  updatePublishingStream(zegoStream: ZegoLocalStream, updateType: ZegoStreamUpdateType): Promise<ZegoServerResponse>;
  /** Black is sent instead, so that players go on. */
  mutePublishStreamVideo(localStream: LocalSource, mute: boolean, retain?: boolean): boolean;
  /** Silence is sent instead. */
  mutePublishStreamAudio(localStream: LocalSource, mute: boolean): boolean;
  muteMicrophone(mute: boolean): boolean;
  isMicrophoneMuted(): boolean;
  /** Mixes the sound of media elements into what is published. @returns false when it is not published */
  startMixingAudio(streamID: string | LocalSource, mediaList: HTMLMediaElement[]): boolean;
  stopMixingAudio(streamID: string | LocalSource, mediaList?: HTMLMediaElement[]): boolean;
  /** @param volume 0 to 100 */
  setMixingAudioVolume(streamID: string | LocalSource, volume: number, media: HTMLMediaElement): boolean;
  getPublishingStreamQuality(streamID: string): ZegoPublishStats | null;

  /**
   * Plays a stream. Settled when its media flow; the stream stays the same, over as many connections as it takes, and its tracks change.
   * Show it by `createRemoteStreamView`, or as the `srcObject` of an element.
   */
  startPlayingStream(streamID: string, playOption?: ZegoWebPlayOption): Promise<MediaStream>;
  stopPlayingStream(streamID: string): void;
  createRemoteStreamView(remoteStream: MediaStream): ZegoStreamView;
  /** @returns false when it is not played */
  mutePlayStreamVideo(streamID: string, mute: boolean): Promise<boolean>;
  mutePlayStreamAudio(streamID: string, mute: boolean): Promise<boolean>;
  /** Those that play now and those that come. */
  muteAllPlayAudioStreams(mute: boolean): Promise<boolean>;
  muteAllPlayVideoStreams(mute: boolean): Promise<boolean>;
  getPlayingStreamQuality(streamID: string): ZegoPlayStats | null;
  /** A player without a MediaStream: `play({ video })` plays in an element of the page, `play()` gives the URL. */
  getPlayerInstance(streamID: string): Player | null;

  /** @param interval milliseconds, 500 to 3000, default 1000 */
  setSoundLevelDelegate(enable: boolean, interval?: number, options?: SoundLevelDelegateOptions): void;
  checkVideoTrackIsActive(stream: LocalSource): Promise<boolean>;
  checkAudioTrackIsActive(stream: LocalSource): Promise<boolean>;

  /** Not offered, as all below: docs/sdk/web-calls.md says why, and how each says so. */
  addPublishCdnUrl(streamID: string, targetURL: string): Promise<ZegoServerResponse>;
  removePublishCdnUrl(streamID: string, targetURL: string): Promise<ZegoServerResponse>;
  startMixerTask(config: object): Promise<ZegoServerResponse>;
  stopMixerTask(taskID: string): Promise<ZegoServerResponse>;
  setMixerTaskConfig(config: object): Promise<ZegoServerResponse>;
  startAutoMixerTask(task: object): Promise<ZegoServerResponse>;
  stopAutoMixerTask(task: { taskID: string; roomID: string }): Promise<ZegoServerResponse>;
  sendTransparentMessage(roomID: string, message: object): Promise<ZegoServerResponse>;
  callExperimentalAPI(params: Record<string, any>): Promise<any>;
  setEffectsBeauty(localStream: LocalSource, enable: boolean, options?: object): Promise<ZegoServerResponse>;
  setLowlightEnhancement(localStream: LocalSource, mode: number): Promise<ZegoServerResponse>;
  initBackgroundModule(segmentation: number, assetsURL: string): Promise<ZegoServerResponse>;
  enableBackgroundProcess(localStream: LocalSource, enable: boolean, segmentation: number): Promise<ZegoServerResponse>;
  setBackgroundBlurOptions(localStream: LocalSource, options: object): Promise<boolean>;
  setTransparentBackgroundOptions(localStream: LocalSource): Promise<boolean>;
  setVirtualBackgroundOptions(localStream: LocalSource, options: object): Promise<boolean>;
  setDummyCaptureImagePath(filePath: string, localStream: LocalSource): Promise<boolean>;
  setVoiceChangerPreset(preset: number, localstream: LocalSource): Promise<ZegoServerResponse>;
  setVoiceChangerParam(localstream: LocalSource, voiceParam: number): Promise<ZegoServerResponse>;
  setReverbPreset(localStream: LocalSource, preset: number): Promise<ZegoServerResponse>;
  enableVirtualStereo(localStream: LocalSource, enable: boolean, angle: number): Promise<ZegoServerResponse>;
  enableLiveAudioEffect(player: HTMLMediaElement, enable: boolean, mode: number): Promise<ZegoServerResponse>;
  setAudioChangerParam(player: HTMLMediaElement, pitch: number, mode: number): Promise<ZegoServerResponse>;
  enableAiDenoise(localStream: LocalSource, enable: boolean): Promise<ZegoServerResponse>;
  setAiDenoiseMode(localStream: LocalSource, mode: number): Promise<ZegoServerResponse>;
  setAudioFrameCallback(streamID: string, callback: ((audioData: any) => any) | null, options?: object): Promise<ZegoServerResponse>;
  setCaptureAudioFrameCallback(stream: LocalSource, callback: ((audioData: any) => any) | null, options?: object): Promise<ZegoServerResponse>;
  getElectronScreenSources(): Promise<{ id: string; name: string; thumbnail: any }[]>;
  createAudioEffectPlayer(localStream: LocalSource): any;
  loadAudioEffect(audioEffectID: string, path: string): Promise<string>;
  unloadAudioEffect(audioEffectID: string): boolean;
  createRangeAudioInstance(): any;
  createRealTimeSequentialDataManager(roomID: string): any;
  destroyRealTimeSequentialDataManager(manager: any): void;
  createCopyrightedMusic(): any;
  destroyCopyrightedMusic(): void;
  createStreamCompositor(): any;
  getNetworkTimeInfo(): { timestamp: number; maxDeviation: number };
  sendSEI(streamID: string, inData: Uint8Array): boolean;
  setSEIConfig(config: object): void;
  setPlayStreamVideoType(streamID: string, streamType: number): Promise<boolean>;
  setStreamAlignmentProperty(streamID: string, alignment: number): Promise<boolean>;
  setRoomScenario(scenario: number): boolean;
  setEngineConfig(config: any): void;
  setTurnServer(turnServerList: { url: string; username: string; credential: string }[]): void;
  enableDualStream(localStream: LocalSource): void;
  setLowStreamParameter(localStream: LocalSource, param: { width: number; height: number; frameRate: number; bitRate: number }): void;
  enableHardwareEncoder(enable: boolean): void;

  static readonly version: string;
  static use(module: any): void;
  static setGeoFence(type: number, areaList: number[]): void;
  static setEngineOptions(options: any): void;
  static presetLogConfig(config: ZegoLogConfig): boolean;
  static setCloudProxyConfig(proxyList: { hostName: string; port?: number }[], token: string, enable: boolean): void;
  static setLocalProxyConfig(proxyConfig: any, enable: boolean): void;
}

export { ZegoExpressEngine as ParleyEngine };
