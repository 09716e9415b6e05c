export interface FlvOptions {
  /** Say so when a stream has no sound or no picture, where its header does not: the player would wait for it. */
  hasAudio?: boolean;
  hasVideo?: boolean;
  /** Called once when the stream ends or breaks; the two look alike, so ask signalling which it was. */
  broke?: (cause: string) => void;
}

/**
 * Plays a live FLV stream, over WebSocket or HTTP, with little delay. Where the browser refuses sound without a click, the video is muted
 * and gets a `soundblocked` event.
 */
export function attachFlv(video: HTMLVideoElement, url: string, options?: FlvOptions): Promise<{ destroy(): void }>;
