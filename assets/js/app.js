// Every page works without this file; it only makes hands quicker.
import htmx from "htmx.org";
import { followProvinces } from "./communes.js";
import { copyTexts } from "./copy.js";
import { forgetSentDrafts, rememberDrafts } from "./drafts.js";
import { closeMenus, showClosers } from "./menus.js";
import { floatMessages } from "./messages.js";
import { askDevices } from "./passkeys.js";
import { cutPhotos } from "./cutting.js";
import { workOffline } from "./offline.js";
import { previewPhotos } from "./photos.js";
import { stepQuantities } from "./quantity.js";
import { sendWithCare } from "./sending.js";
import { offerSuggestions } from "./suggestions.js";
import { showCurrent } from "./tabs.js";
import { zoomPhotos } from "./zoom.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.defaultSettleDelay = 0; // what was swapped in works at once, also for quick hands
htmx.config.selfRequestsOnly = true;
// The content policy refuses style attributes, also those that a swap would carry over.
htmx.config.attributesToSettle = ["class", "width", "height"];
// A refused form comes back as 422 with its errors in it: show it.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

function enhance(root) {
  askDevices(root);
  copyTexts(root);
  followProvinces(root);
  showClosers(root);
  showCurrent(root);
  stepQuantities(root);
  previewPhotos(root);
  cutPhotos(root);
  rememberDrafts(root);
  offerSuggestions(root);
  zoomPhotos(root);
}

closeMenus();
floatMessages();
forgetSentDrafts();
sendWithCare(enhance);
workOffline();
htmx.onLoad(enhance);
