(function(){
var d=document,$=function(s,r){return Array.prototype.slice.call((r||d).querySelectorAll(s))},one=function(s){return d.querySelector(s)};
var NAME={T:'Theorem',H:'Holds in scope',S:'Survived',W:'Holds within bound',V:'Violated',O:'Outside the statement',N:'Not applicable',E:'Error'};
var STAND={K:', contradicts the literature',B:', contradicts the literature only by convention',A:', agrees with the literature'};
var axes=$('.m thead th[data-ax]').map(function(t){return{name:t.dataset.ax,group:t.dataset.g,th:t}});
var rows=$('.m tr.row').map(function(tr){var cs=$('.c',tr);return{tr:tr,name:tr.dataset.m,label:one('#'+tr.id+' th').textContent,fam:tr.dataset.f,cells:cs}});
rows.forEach(function(r){r.cells.forEach(function(c,i){c.dataset.r=c.title;c.removeAttribute('title');c.dataset.a=axes[i].name;c.row=r;c.ax=axes[i];c.v=c.classList[1];
 c.setAttribute('aria-label',r.label+', '+axes[i].name+': '+NAME[c.v]+(c.classList.contains('conv')?' (only by convention)':'')+(STAND[c.dataset.l]||'')+'. '+c.dataset.r)})});
/* state in the hash: v verdicts, f family, g axiom group, c standing to the literature, q search, at anchor */
var cards={};$('#cards .card-a').forEach(function(k){cards['#'+k.id]=k});
var st={v:'',f:'',g:'',c:'',q:'',at:''};
function read(){var h=decodeURIComponent(location.hash.slice(1)),o={v:'',f:'',g:'',c:'',q:'',at:''};if(h.indexOf('=')<0)o.at=h;else h.split('&').forEach(function(p){var k=p.indexOf('=');if(p.slice(0,k) in o)o[p.slice(0,k)]=p.slice(k+1)});st=o}
function write(){var p=[];['v','f','g','c','q','at'].forEach(function(k){if(st[k])p.push(k+'='+encodeURIComponent(st[k]))});
 var h=p.length==1&&st.at?'#'+st.at:p.length?'#'+p.join('&'):location.pathname+location.search;history.replaceState(null,'',h)}
function apply(){var q=st.q.trim().toLowerCase(),rq=rows.filter(function(r){return(r.name+' '+r.label+' '+r.fam).toLowerCase().indexOf(q)>=0}),aq=axes.filter(function(a){return a.name.indexOf(q)>=0});
 var hit=0,open=0,all=0,any=st.v||st.c;
 axes.forEach(function(a){a.show=(!st.g||a.group==st.g)&&(!q||rq.length||aq.indexOf(a)>=0);a.th.hidden=!a.show});
 $('.m [data-gg]').forEach(function(t){t.hidden=!!st.g&&t.dataset.gg!=st.g});
 $('.m [data-gh]').forEach(function(t){var k=axes.filter(function(a){return a.group==t.dataset.gh&&a.show}).length;t.hidden=!k;if(k)t.colSpan=k});
 rows.forEach(function(r){var ok=(!st.f||r.fam==st.f)&&(!q||rq.indexOf(r)>=0||!rq.length&&aq.length),n=0;
  r.cells.forEach(function(c){var m=(!st.v||st.v.indexOf(c.v)>=0)&&(!st.c||st.c.indexOf(c.dataset.l||'N')>=0);c.classList.toggle('dim',!m);c.parentNode.hidden=!c.ax.show;if(ok&&m&&c.ax.show)n++;var k=cards[c.getAttribute('href')];if(k){k.hidden=!(ok&&m&&c.ax.show);if(!k.hidden)open++;all++}});
  r.tr.hidden=!ok||any&&!n;if(!r.tr.hidden)hit+=n});
 $('.m tbody').forEach(function(b){b.hidden=!$('tr.row',b).some(function(t){return!t.hidden})});
 $('.chip[data-v]').forEach(function(b){b.setAttribute('aria-pressed',st.v.indexOf(b.dataset.v)>=0)});
 $('.chip[data-g]').forEach(function(b){b.setAttribute('aria-pressed',st.g==b.dataset.g)});
 $('.chip[data-c]').forEach(function(b){b.setAttribute('aria-pressed',st.c.indexOf(b.dataset.c)>=0)});one('#fam').value=st.f;if(one('#q')!==d.activeElement)one('#q').value=st.q;
 var on=st.v||st.f||st.g||st.c||q;one('#reset').hidden=!on;one('table.m').classList.toggle('filtered',!!on);
 one('#status').textContent=on?(hit?hit+(hit==1?' cell matches.':' cells match.'):'No cell matches these filters.'):'';
 if(one('#shown'))one('#shown').textContent=on?open+' of '+all+' shown, by the filters of the matrix.':''}
function go(id,focus){var t=d.getElementById(id);if(!t)return;t.hidden=false;rows.forEach(function(r){if(r.tr.contains(t)&&r.group)fold(r.group,false);if(r.cells.indexOf(t)>=0){slip(t);r.tr.classList.add('open')}});for(var p=t.closest('details');p;p=p.parentNode.closest('details'))p.open=true;$('.card-a.here,section.here').forEach(function(x){x.classList.remove('here')});t.classList.add('here');t.scrollIntoView();if(focus){t.tabIndex=-1;t.focus({preventScroll:true})}}
$('.chip[data-v]').forEach(function(b){b.onclick=function(){var k=b.dataset.v;st.v=st.v.indexOf(k)>=0?st.v.replace(k,''):st.v+k;write();apply()}});
$('.chip[data-g]').forEach(function(b){b.onclick=function(){st.g=st.g==b.dataset.g?'':b.dataset.g;write();apply()}});
$('.chip[data-c]').forEach(function(b){b.onclick=function(){var k=b.dataset.c;st.c=st.c.indexOf(k)>=0?st.c.replace(k,''):st.c+k;write();apply()}});
one('#fam').onchange=function(){st.f=this.value;write();apply()};
one('#q').oninput=function(){st.q=this.value;write();apply()};
one('#reset').onclick=function(){st={v:'',f:'',g:'',c:'',q:'',at:''};write();apply();one('#q').value=''};
function slip(c){var s=one('#slip');s.hidden=false;one('#slip-h').textContent=c.row.label+' \u2014 '+c.ax.name;
 one('#slip-v').textContent=NAME[c.v]+(c.dataset.k?'. Contradicts '+c.dataset.k+'.':'');one('#slip-r').textContent=c.dataset.r;
 one('#slip-c').textContent="axiomark report --methods '"+c.row.name+"' --axioms "+c.ax.name+' --seed '+d.body.dataset.seed}
d.addEventListener('click',function(e){var a=e.target.closest('a[href^="#"]'),tr=e.target.closest('tr.row');
 var narrow=matchMedia('(max-width:640px)').matches;
 if(tr&&narrow&&tr.classList.contains('row')&&!(a&&a.classList.contains('c')&&tr.classList.contains('open'))){e.preventDefault();var o=tr.classList.toggle('open');one('#'+tr.id+' th a').setAttribute('aria-expanded',o);return}
 if(!a)return;e.preventDefault();if(a.classList.contains('c'))slip(a);
 var id=a.getAttribute('href').slice(1);
 if(id.indexOf('=')>0){id.split('&').forEach(function(p){var k=p.split('=');st[k[0]]=k[1]});st.at='matrix';write();apply();go('matrix');return}
 if(id=='slip'){if(narrow)go('slip',true);return}
 st.at=id;write();go(id,true)});
/* family headings fold their rows */
$('.m tr.fam th').forEach(function(h){var b=d.createElement('button');b.type='button';b.textContent=h.textContent;b.setAttribute('aria-expanded','true');h.textContent='';h.appendChild(b);
 b.onclick=function(){var open=b.getAttribute('aria-expanded')!='true';b.setAttribute('aria-expanded',open);$('tr.row',h.closest('tbody')).forEach(function(t){t.classList.toggle('folded',!open)})}});
/* variants of a method fold under its first row */
var bases=[];rows.forEach(function(r){var b=r.name.split(':')[0],l=bases[bases.length-1];if(l&&l.base==b)l.rows.push(r);else bases.push({base:b,rows:[r]})});
function fold(g,shut){g.rows.slice(1).forEach(function(r){r.tr.classList.toggle('variant',shut)});g.button.textContent=(shut?'+':'\u2212')+(g.rows.length-1);g.button.setAttribute('aria-expanded',!shut);
 g.button.setAttribute('aria-label',(g.rows.length-1)+' more variants of '+g.base)}
bases.forEach(function(g){if(g.rows.length<3)return;g.button=d.createElement('button');g.button.type='button';g.button.className='more';g.rows[0].tr.querySelector('th').appendChild(g.button);
 g.button.onclick=function(e){e.stopPropagation();fold(g,g.button.getAttribute('aria-expanded')=='true')};g.rows.forEach(function(r){r.group=g});fold(g,true)});
/* tooltip and cross-hair, for the pointer and for the keyboard */
var tip=one('#tip');
function show(c){tip.textContent='';var b=d.createElement('b');b.textContent=c.row.label+' \u2014 '+c.ax.name+': '+NAME[c.v].toLowerCase();tip.appendChild(b);tip.appendChild(d.createTextNode(c.dataset.r+(c.dataset.k?' Contradicts '+c.dataset.k+'.':'')));
 tip.hidden=false;var r=c.getBoundingClientRect(),t=tip.getBoundingClientRect();
 tip.style.left=Math.max(8,Math.min(r.left+r.width/2-t.width/2,d.documentElement.clientWidth-t.width-8))+'px';
 tip.style.top=(r.bottom+t.height+10<innerHeight?r.bottom+6:r.top-t.height-6)+'px';c.ax.th.classList.add('on');c.row.tr.querySelector('th').classList.add('on')}
function hide(){tip.hidden=true;$('.m .on').forEach(function(x){x.classList.remove('on')})}
var box=one('.box');
['mouseover','focusin'].forEach(function(n){box.addEventListener(n,function(e){var c=e.target.closest('.m .c');hide();if(c&&c.ax)show(c)})});
['mouseleave','focusout'].forEach(function(n){box.addEventListener(n,hide)});
/* one tab stop for the whole matrix; arrows move inside it */
var cells=$('.m .c');cells.forEach(function(c,i){c.tabIndex=i?-1:0});
box.addEventListener('focusin',function(e){if(e.target.ax){cells.forEach(function(c){c.tabIndex=-1});e.target.tabIndex=0}});
box.addEventListener('keydown',function(e){var c=e.target;if(e.key=='Escape'){hide();return}if(!c.ax)return;var mv={ArrowRight:[0,1],ArrowLeft:[0,-1],ArrowDown:[1,0],ArrowUp:[-1,0]}[e.key];if(!mv)return;e.preventDefault();
 var vr=rows.filter(function(r){return r.tr.offsetParent}),va=axes.filter(function(a){return a.show}),i=vr.indexOf(c.row)+mv[0],j=va.indexOf(c.ax)+mv[1];
 if(vr[i]&&va[j])vr[i].cells[axes.indexOf(va[j])].focus()});
$('.copy').forEach(function(b){b.hidden=false;b.onclick=function(){var t=b.parentNode.querySelector('code').textContent;
 (navigator.clipboard?navigator.clipboard.writeText(t):Promise.reject()).then(function(){b.textContent='Copied'},function(){getSelection().selectAllChildren(b.parentNode.querySelector('code'));b.textContent='Selected: press Ctrl-C'});setTimeout(function(){b.textContent='Copy'},2500)}});
onhashchange=function(){read();apply();if(st.at)go(st.at)};
one('.filters').hidden=false;read();apply();if(st.at)go(st.at);
})();
