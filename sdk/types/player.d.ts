export interface FlvOptions {
  /** False leaves the sound, or the picture, out. A track that is silent needs no word: the other one goes on without it. */
  hasAudio?: boolean;
  hasVideo?: boolean;
  /** Called once when the stream ends or breaks; the two look alike, so ask signalling which it was. */
  broke?: (cause: string) => void;
  /** Told the numbers and truth values of each onMetaData. */
  described?: (metadata: Record<string, number | boolean>) => void;
}

/**
 * Plays a live FLV stream, over WebSocket or HTTP, with little delay. Where the browser refuses sound without a click, the video is muted
 * and gets a `soundblocked` event. `received` is how many bytes came.
 */
export function attachFlv(video: HTMLVideoElement, url: string, options?: FlvOptions): Promise<{ destroy(): void; received(): number }>;
