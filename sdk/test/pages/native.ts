// The page of a mini program that drives its tags itself, in TypeScript, as published projects are written: with the vendor's import lines.
import { ZegoExpressEngine } from "zego-express-engine-miniprogram";
import type { ZegoEvent, ZegoStreamList, ZegoWxPublishOption } from "zego-express-engine-miniprogram/sdk/code/zh/ZegoExpressEntity.wechat";
import type { ZegoUser } from "zego-express-engine-miniprogram/sdk/code/zh/ZegoExpressEntity.rtm";

export interface CallEvents {
  publisherStateUpdate?: ZegoEvent["publisherStateUpdate"];
  playerStateUpdate?: ZegoEvent["playerStateUpdate"];
  publishQualityUpdate?: ZegoEvent["publishQualityUpdate"];
  roomStreamUpdate?: ZegoEvent["roomStreamUpdate"];
  roomUserUpdate?: ZegoEvent["roomUserUpdate"];
  tokenWillExpire?: ZegoEvent["tokenWillExpire"];
  IMRecvBroadcastMessage?: ZegoEvent["IMRecvBroadcastMessage"];
}

export function listen(zg: ZegoExpressEngine, events: CallEvents): void {
  for (const name of Object.keys(events) as (keyof CallEvents)[]) zg.on(name, events[name] as ZegoEvent[typeof name]);
}

export async function push(zg: ZegoExpressEngine, streamID: string, option?: ZegoWxPublishOption): Promise<string | false> {
  try {
    const { url } = await zg.startPublishingStream(streamID, option);
    return url;
  } catch (error) {
    console.error(error);
    return false;
  }
}

export async function join(zg: ZegoExpressEngine, roomID: string, token: string, user: ZegoUser, page: object): Promise<ZegoStreamList[]> {
  const streams: ZegoStreamList[] = [];
  listen(zg, {
    roomStreamUpdate: (room, updateType, streamList) => {
      if (updateType === "ADD") streams.push(...streamList);
    },
    publishQualityUpdate: (streamID, stats) => {
      console.log(streamID, stats.video.videoBitrate, stats.video.frameWidth, stats.video.frameHeight, stats.video.videoQuality, stats.audio.audioBitrate);
    },
    publisherStateUpdate: ({ errorCode, state }) => {
      if (state === "NO_PUBLISH" && errorCode === -1307) push(zg, "again");
    },
    tokenWillExpire: (room) => {
      zg.renewToken(token, room);
    },
    IMRecvBroadcastMessage: (room, chatData) => {
      const number: number = chatData[0].messageID;
      console.log(room, number, chatData[0].fromUser.userName);
    },
  });
  zg.enableMultiRoom(false);
  await zg.loginRoom(roomID, token, user, { userUpdate: true, maxMemberCount: 2 });
  zg.initContext({ wxContext: page });
  await zg.setStreamExtraInfo("s", JSON.stringify({ camera: true }));
  await zg.setRoomExtraInfo(roomID, "k", "v");
  await zg.sendBarrageMessage(roomID, "hello");
  await zg.sendCustomCommand(roomID, JSON.stringify({ a: 1 }), []);
  return streams;
}
