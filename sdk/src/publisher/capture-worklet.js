// Runs on the audio thread: hands over what it hears in blocks of one AAC frame, mixed to one channel, with the time of the first sample.

const BLOCK = 1024;

registerProcessor("parley-capture", class extends AudioWorkletProcessor {
  constructor() {
    super();
    this._block = new Float32Array(BLOCK);
    this._filled = 0;
  }

  process([channels]) {
    // No input is silence: the sound goes on while a device is changed.
    const length = channels.length ? channels[0].length : 128;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i];
      this._block[this._filled++] = channels.length ? sum / channels.length : 0;
      if (this._filled === BLOCK) {
        const block = this._block;
        this.port.postMessage({ samples: block, time: (currentFrame + i + 1 - BLOCK) / sampleRate }, [block.buffer]);
        this._block = new Float32Array(BLOCK);
        this._filled = 0;
      }
    }
    return true;
  }
});
