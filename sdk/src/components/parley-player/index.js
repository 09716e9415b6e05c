// A play tag, ready made: give it one entry of the page's play field.
const { tags } = require("../../index.js");

const report = (call, name) =>
  function reported(event) {
    tags.reported(call, this.data.attributes.id, event);
    this.triggerEvent(name, event.detail);
  };

Component({
  properties: { attributes: { type: Object, value: {} } },
  lifetimes: {
    attached() {
      // A context for a tag inside a component needs that component.
      this.shown = this.data.attributes.id;
      tags.attached(this.shown, this);
    },
    detached() {
      tags.detached(this.shown, this);
    },
  },
  methods: {
    onState: report("updatePlayerState", "statechange"),
    onNetStatus: report("updatePlayerNetStatus", "netstatus"),
    onVolume: report("updateAudioVolumeNotify", "audiovolumenotify"),
    onMetadata(event) {
      this.triggerEvent("metadatachange", event.detail);
    },
    onFullScreen(event) {
      this.triggerEvent("fullscreenchange", event.detail);
    },
  },
});
