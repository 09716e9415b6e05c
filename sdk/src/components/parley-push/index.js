// The push tag, ready made: give it the page's push field, and it tells the engine what the tag reports.
const { tags } = require("../../index.js");

const report = (call, name) =>
  function reported(event) {
    tags.reported(call, this.data.attributes.id, event);
    this.triggerEvent(name, event.detail);
  };

Component({
  properties: { attributes: { type: Object, value: {} } },
  methods: {
    onState: report("updatePlayerState", "statechange"),
    onNetStatus: report("updatePlayerNetStatus", "netstatus"),
    onVolume: report("updateAudioVolumeNotify", "audiovolumenotify"),
    onError(event) {
      this.triggerEvent("error", event.detail);
    },
  },
});
