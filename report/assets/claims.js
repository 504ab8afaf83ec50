(function(){
var d=document,$=function(s,r){return Array.prototype.slice.call((r||d).querySelectorAll(s))},one=function(s){return d.querySelector(s)};
var claims=$('.idx tbody tr').map(function(tr){var card=d.getElementById(tr.dataset.id);return{tr:tr,card:card,codes:tr.dataset.v,text:(tr.textContent+' '+card.textContent).toLowerCase()}});
/* state in the hash: v verdicts, q search, at anchor */
var st={v:'',q:'',at:''};
function read(){var h=decodeURIComponent(location.hash.slice(1)),o={v:'',q:'',at:''};if(h.indexOf('=')<0)o.at=h;else h.split('&').forEach(function(p){var k=p.indexOf('=');if(p.slice(0,k) in o)o[p.slice(0,k)]=p.slice(k+1)});st=o}
function write(){var p=[];['v','q','at'].forEach(function(k){if(st[k])p.push(k+'='+encodeURIComponent(st[k]))});
 history.replaceState(null,'',p.length==1&&st.at?'#'+st.at:p.length?'#'+p.join('&'):location.pathname+location.search)}
function apply(){var words=st.q.toLowerCase().split(/\s+/),shown=0;
 claims.forEach(function(c){var ok=(!st.v||c.codes.split('').some(function(v){return st.v.indexOf(v)>=0}))&&words.every(function(w){return c.text.indexOf(w)>=0});
  c.tr.hidden=!ok;c.card.hidden=!ok;if(ok)shown++});
 $('.chip[data-v]').forEach(function(b){b.setAttribute('aria-pressed',st.v.indexOf(b.dataset.v)>=0)});
 if(one('#q')!==d.activeElement)one('#q').value=st.q;
 var on=st.v||st.q.trim();one('#reset').hidden=!on;
 one('#status').textContent=on?(shown?shown+' of '+claims.length+' claims shown.':'No claim matches these filters.'):''}
function go(id,focus){var t=d.getElementById(id);if(!t)return;
 claims.forEach(function(c){if(c.card==t)t.hidden=c.tr.hidden=false});
 for(var p=t.closest('details');p;p=p.parentNode.closest('details'))p.open=true;
 $('.card-a.here').forEach(function(x){x.classList.remove('here')});t.classList.add('here');t.scrollIntoView();if(focus){t.tabIndex=-1;t.focus({preventScroll:true})}}
$('.chip[data-v]').forEach(function(b){b.onclick=function(){var k=b.dataset.v;st.v=st.v.indexOf(k)>=0?st.v.replace(k,''):st.v+k;write();apply()}});
one('#q').oninput=function(){st.q=this.value;write();apply()};
one('#reset').onclick=function(){st={v:'',q:'',at:''};write();apply();one('#q').value='';one('#q').focus()};
/* opens the computations of the claims that are shown, or closes them */
var all=one('#all');
all.onclick=function(){var open=all.getAttribute('aria-pressed')!='true';all.setAttribute('aria-pressed',open);
 claims.forEach(function(c){if(!c.card.hidden)$('.steps details',c.card).forEach(function(x){x.open=open})})};
d.addEventListener('click',function(e){var a=e.target.closest('a[href^="#"]');if(!a)return;e.preventDefault();
 var id=a.getAttribute('href').slice(1);
 if(id.indexOf('=')>0){id.split('&').forEach(function(p){var k=p.split('=');st[k[0]]=k[1]});st.at='list';write();apply();go('list');return}
 st.at=id;write();go(id,true)});
$('.copy').forEach(function(b){b.hidden=false;b.onclick=function(){var t=b.parentNode.querySelector('code').textContent;
 (navigator.clipboard?navigator.clipboard.writeText(t):Promise.reject()).then(function(){b.textContent='Copied'},function(){getSelection().selectAllChildren(b.parentNode.querySelector('code'));b.textContent='Selected: press Ctrl-C'});setTimeout(function(){b.textContent='Copy'},2500)}});
onhashchange=function(){read();apply();if(st.at)go(st.at)};
one('.filters').hidden=false;read();apply();if(st.at)go(st.at);
})();
