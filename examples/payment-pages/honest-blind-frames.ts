import * as hosted from './hosted.ts'
import * as store from './store.ts'
import { checkout, js, type Variant } from './variants.ts'

/** Honest changes of the page with the card field in the provider's frame. */
export const blindHostedHonest: readonly Variant[] = [
  {
    id: 'sdk-frames',
    about: 'the provider built its script anew and watches for fraud in a frame of its own',
    change: (site) => {
      site.files['js.provider.test/v3/elements.js'] = js(
        '(()=>{"use strict";const o="http://js.provider.test",m=(s,u,t,w,h)=>{const f=document.createElement("iframe");return f.title=t,f.src=u,f.width=w,f.height=h,f.allow="payment *",s.appendChild(f),f};class E{constructor(){this.build="b7";this.ctl=null}mount(s,k){const id=crypto.getRandomValues(new Uint32Array(2)).join("");m(document.querySelector(s),`${o}/v3/card-b7.html#${k}&c=${id}`,"Secure card field",320,90);this.ctl=m(document.body,"http://m.provider.test/inner.html#"+id,"",1,1);this.ctl.style.cssText="position:absolute;visibility:hidden";window.addEventListener("message",e=>{if(e.origin===o&&e.data?.token)document.querySelector("[name=token]").value=e.data.token})}}window.Elements=new E})();',
      )
      site.files['js.provider.test/v3/card-b7.html'] = hosted.cardFrame('b7')
      site.files['m.provider.test/inner.html'] = { type: 'text/html', body: '<!doctype html><title>m</title>' }
    },
  },
  {
    id: 'wallet-chunk',
    about: 'the provider loads a part of its script for wallets',
    change: (site) => {
      site.files['js.provider.test/v3/elements.js'] = js(
        `${hosted.sdk('a1')}(function(){var s=document.createElement("script");s.src="http://js.provider.test/v3/chunks/wallets-3be1.js";document.head.appendChild(s)})();`,
      )
      site.files['js.provider.test/v3/chunks/wallets-3be1.js'] = js(
        'window.Elements.wallets={available:function(){return!!(window.ApplePaySession||window.PaymentRequest)},request:function(t){return new PaymentRequest([{supportedMethods:"https://google.com/pay"}],{total:t})}};',
      )
    },
  },
  {
    id: 'consent-mode',
    about: 'the tag manager asks for consent first',
    change: (site) => {
      site.inline[0] =
        'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag("consent", "default", { ad_storage: "denied", analytics_storage: "denied", wait_for_update: 500 }); dataLayer.push({ "gtm.start": Date.now(), cart: "c-90011", total: 59.9 });'
      site.files['tags.measure.test/gtm.js'] = js(
        hosted.container(
          '12',
          'if (window.dataLayer.some(function (x) { return x[0] === "consent"; })) data.gcs = "G100";',
        ),
      )
    },
  },
  {
    id: 'conversion-tag',
    about: 'the tag manager loads a tag of an approved host',
    change: (site) => {
      site.files['tags.measure.test/gtm.js'] = js(
        hosted.container('13', 'add("http://px.tools-approved.test/conv.js?id=AW-1");'),
      )
      site.files['px.tools-approved.test/conv.js'] = js(
        '(function () { var d = (window.dataLayer || []).filter(function (x) { return x.total; })[0] || {}; new Image().src = "http://px.tools-approved.test/c?v=" + d.total + "&u=" + encodeURIComponent(document.referrer); })();',
      )
    },
  },
  {
    id: 'checkout-modern',
    about: "the shop's script under a new name in current style",
    change: (site) => {
      site.head[3] = '<script type="module" src="/static/checkout.9c1d02.js"></script>'
      site.files['shop.test/static/checkout.9c1d02.js'] = js(
        'const $=s=>document.querySelector(s);$("#pay").addEventListener("submit",e=>{$("[name=terms]").checked||(e.preventDefault(),$("[name=terms]").focus())});window.Elements.mount("#card-element","pk_test_1");$("[name=email]").addEventListener("change",async()=>{await fetch("/cart/email",{method:"POST",headers:{"content-type":"application/x-www-form-urlencoded"},body:"email="+encodeURIComponent($("[name=email]").value)})});',
      )
    },
  },
  {
    id: 'library-4',
    about: 'the library in a new major version',
    change: (site) => {
      site.head[1] = '<script src="/static/lib-4.0.0.js"></script>'
      site.files['shop.test/static/lib-4.0.0.js'] = js(
        `/*! lib 4.0.0 */(e=>{class n{constructor(e){this.list="string"==typeof e?[...document.querySelectorAll(e)]:[e]}on(e,n){return this.list.forEach(t=>t.addEventListener(e,n)),this}off(e,n){return this.list.forEach(t=>t.removeEventListener(e,n)),this}val(){return this.list[0]?.value}serialize(){return new URLSearchParams(new FormData(this.list[0])).toString()}html(e){return this.list.forEach(n=>n.innerHTML=e),this}}const t=e=>new n(e);t.ajax=({type:e="GET",url:n,data:t,done:r})=>fetch(n,{method:e,body:t}).then(e=>e.text()).then(e=>r?.(e));e.Q=t})(window);`,
      )
    },
  },
  checkout(
    'terms-window',
    'the terms open in a window of the page',
    'var dl = document.createElement("dialog"); dl.innerHTML = "<p>Terms</p><form method=dialog><button>Close</button></form>"; document.body.append(dl); Q("[name=terms]").on("focus", function () { dl.dataset.seen = "1"; });',
  ),
  checkout(
    'challenge',
    'the bank of the customer may ask in a frame of the provider',
    'addEventListener("message", function (e) { if (e.origin !== "http://js.provider.test" || !e.data.challenge) return; var f = document.createElement("iframe"); f.src = "http://js.provider.test/v3/challenge.html#" + encodeURIComponent(e.data.challenge); f.title = "Your bank"; f.width = 400; f.height = 500; document.body.append(f); });',
  ),
]

/** Honest changes of the shop plugin's checkout. */
export const blindStoreHonest: readonly Variant[] = [
  {
    id: 'store-nonce',
    about: 'another nonce, settings and fragments',
    change: (site) =>
      void (site.inline[1] =
        'var store_params = {"ajax":"\\/?ajax=","nonce":"41ee07","country":"AT","fragments":"f_9e1","is_checkout":"1","debug":""};'),
  },
  {
    id: 'select-plugin',
    about: 'a plugin of the library for lists of countries',
    change: (site) => {
      site.head.push('<script src="/lib/select.full.min.js?ver=4.0.13" defer></script>')
      site.files['shop.test/lib/select.full.min.js'] = js(
        '!function(d){function S(e){this.e=e;var b=this.b=d.createElement("span");b.className="select";b.tabIndex=0;e.after(b);b.addEventListener("keydown",this.key.bind(this))}S.prototype.key=function(e){if(e.key==="ArrowDown")this.e.selectedIndex++;else if(e.key.length===1)this.term=(this.term||"")+e.key;this.b.textContent=this.e.options[this.e.selectedIndex].text;this.e.dispatchEvent(new Event("change",{bubbles:true}))};[].forEach.call(d.querySelectorAll("select"),function(e){new S(e)})}(document);',
      )
      site.extra.push(
        '<label>Country <select name="billing_country" form="pay"><option>Germany<option>Austria</select></label>',
      )
    },
  },
  {
    id: 'gateway-update',
    about: 'the plugin of the gateway in a new version with a button for wallets',
    change: (site) => {
      site.head[2] = '<script src="/plugins/gateway/upe.js?ver=8.2.0" defer></script>'
      site.files['shop.test/plugins/gateway/upe.js'] = js(
        store.gateway(
          '8.2.0',
          'var x = document.createElement("iframe"); x.title = "Express checkout"; x.src = origin + "/v3/express.html#" + key; x.width = 320; x.height = 48; document.querySelector("form.checkout").before(x);',
        ),
      )
    },
  },
  {
    id: 'method-klarna',
    about: 'another method in the list: leads to the provider',
    change: (site) =>
      void (site.body = store.storeBody(
        '<li><label><input type="radio" name="payment_method" value="later"> Pay later <img src="/img/later.svg" alt=""></label><div class="payment_box" data-method="later" hidden>You will be led to the provider to finish the purchase.</div></li>',
      )),
  },
  {
    id: 'order-source',
    about: 'where the customer came from is kept in cookies and put into the form',
    change: (site) => {
      site.head.push('<script src="/plugins/store/order-source.min.js?ver=9.2.0" defer></script>')
      site.files['shop.test/plugins/store/order-source.min.js'] = js(
        '(function () { var m = document.cookie.match(/sbjs=([^;]+)/), v = m ? m[1] : encodeURIComponent(document.referrer || "typein"); document.cookie = "sbjs=" + v + "; path=/; max-age=15552000"; ["source", "pages", "ua"].forEach(function (n) { var i = document.createElement("input"); i.type = "hidden"; i.name = "order_" + n; i.value = n === "ua" ? navigator.userAgent : n === "pages" ? "1" : v; document.querySelector("form.checkout").append(i); }); })();',
      )
    },
  },
  {
    id: 'coupon',
    about: 'a field for coupons',
    change: (site) => {
      site.files['shop.test/plugins/store/checkout.min.js'] = js(
        store.checkoutScript(
          'Q("[name=coupon]").on("change", function (e) { Q.ajax({ type: "POST", url: store_params.ajax + "apply_coupon", data: "security=" + store_params.nonce + "&code=" + encodeURIComponent(e.target.value), done: refresh }); });',
        ),
      )
      site.extra.push('<p><label>Coupon <input name="coupon"></label></p>')
    },
  },
  {
    id: 'combined',
    about: 'a plugin for speed puts the scripts of the shop into one file',
    change: (site) => {
      const parts = ['lib/lib.js', 'plugins/store/checkout.min.js', 'plugins/gateway/upe.js']
      site.files['shop.test/cache/min/1/a81f2.js'] = js(
        parts.map((part) => site.files[`shop.test/${part}`]?.body ?? '').join('\n;'),
      )
      site.head = [
        '<script src="/cache/min/1/a81f2.js" data-minify="1" defer></script>',
        '<script src="http://tags.measure.test/gtm.js?id=T-9" async></script>',
      ]
    },
  },
  {
    id: 'tag-events',
    about: 'the measuring counts steps of the checkout',
    change: (site) =>
      void (site.files['tags.measure.test/gtm.js'] = js(
        '(function(){function c(n){var i=new Image();i.src="http://tags.measure.test/c?id=T-9&n="+n+"&u="+encodeURIComponent(location.pathname);}c("view");document.addEventListener("change",function(e){if(e.target.name)c("field_"+e.target.name);});document.addEventListener("submit",function(){c("place_order");});})();',
      )),
  },
  {
    id: 'lazy-pictures',
    about: 'pictures and frames are loaded as they come into sight',
    change: (site) =>
      void site.inline.push(
        'jqReady(function () { var o = new IntersectionObserver(function (l) { l.forEach(function (e) { if (e.isIntersecting && e.target.dataset.src) { e.target.src = e.target.dataset.src; o.unobserve(e.target); } }); }); [].forEach.call(document.querySelectorAll("img[data-src],iframe[data-src]"), function (n) { o.observe(n); }); });',
      ),
  },
]
