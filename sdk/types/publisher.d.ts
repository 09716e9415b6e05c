export interface PublishOptions {
  /** Bits per second at most. Default 800000. */
  videoBitrate?: number;
  /** Bits per second. Default 48000. */
  audioBitrate?: number;
  /** Default 15. */
  frameRate?: number;
  /** Ends it, whether it was accepted or not. */
  signal?: AbortSignal;
  /** Called once when the connection or an encoder fails; the cause is the server's reason where it gave one. */
  broke?: (cause: string) => void;
}

export interface Publishing {
  muteVideo(mute: boolean): void;
  muteAudio(mute: boolean): void;
  /** After tracks of the stream were replaced. */
  tracksChanged(): void;
  /** Totals since the beginning, and how things stand: bytes, frames, frames left out, bits per second aimed at, bytes waiting. */
  figures(): {
    videoBytes: number; audioBytes: number; frames: number; dropped: number; width: number; height: number; videoBitrate: number; waiting: number;
  };
  stop(): void;
}

/** Publishes a MediaStream to a `wsFlv` URL of a publisher. Settled when the server has accepted. */
export function publishFlv(stream: MediaStream, url: string, options?: PublishOptions): Promise<Publishing>;

/** True where this browser can encode H.264. */
export function encodesVideo(width?: number, height?: number): Promise<boolean>;
/** True where this browser brings an AAC encoder; without one, another is loaded. */
export function encodesAac(): Promise<boolean>;
