// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader may do with a page beyond reading it: sort and filter tables, compare two units, point at a chart. Everything is on the page
// without it. Text goes in by textContent only.
'use strict';
(function () {
  var english = document.documentElement.lang === 'en';

  function make(name, text, parent) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  }
  // A word of the interface, in the language of the page.
  function word(chinese, other) { return english ? other : chinese; }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }

  // Sorting and filtering
  function number(text) { var n = parseFloat(text.replace(/[,%＋+]/g, '').replace('−', '-')); return isNaN(n) ? null : n; }
  function compare(a, b) {
    var x = number(a), y = number(b);
    if (x !== null && y !== null) return x - y;
    if (x !== null || y !== null) return x !== null ? -1 : 1; // what has no value stands last
    return a.localeCompare(b, english ? 'en' : 'zh-CN');
  }
  function simple(table) {
    return table.tHead && table.tHead.rows.length === 1 && table.tBodies[0].rows.length > 2 && !table.querySelector('[colspan], [rowspan]');
  }
  // The line for all stays below, however the others are sorted.
  function total(row) {
    var head = row.querySelector('th');
    return head && row.classList.contains('strong') && /^(全部|合计|综合得分|有效回答|All|Total|Score|Valid answers|—)$/.test(head.textContent.trim());
  }
  function sortable(table) {
    var body = table.tBodies[0], before = Array.prototype.slice.call(body.rows);
    all('th', table.tHead).forEach(function (head, column) {
      var button = make('button');
      button.type = 'button';
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener('click', function () {
        var state = head.getAttribute('aria-sort'), next = state === 'ascending' ? 'descending' : state === 'descending' ? null : 'ascending';
        all('th', table.tHead).forEach(function (other) { other.removeAttribute('aria-sort'); });
        var rows = before.slice();
        if (next) {
          head.setAttribute('aria-sort', next);
          rows.sort(function (a, b) {
            var x = a.cells[column].textContent.trim(), y = b.cells[column].textContent.trim(), order = compare(x, y);
            return next === 'ascending' || number(x) === null || number(y) === null ? order : -order;
          });
        }
        rows.forEach(function (row) { if (!total(row)) body.appendChild(row); });
        rows.forEach(function (row) { if (total(row)) body.appendChild(row); });
      });
    });
  }
  function filterable(table) {
    if (table.tBodies[0].rows.length < 12) return;
    var box = make('div'), label = make('label', '', box), input = make('input', '', label);
    label.insertBefore(make('span', word('筛选', 'Filter')), input);
    input.before(' ');
    box.className = 'filter';
    input.type = 'search';
    var count = make('span', '', box);
    count.setAttribute('role', 'status');
    input.addEventListener('input', function () {
      var wanted = input.value.trim().toLowerCase(), shown = 0;
      Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
        row.hidden = wanted !== '' && row.textContent.toLowerCase().indexOf(wanted) < 0;
        if (!row.hidden) shown++;
      });
      count.textContent = wanted ? shown + ' / ' + table.tBodies[0].rows.length : '';
    });
    var block = table.closest('.table');
    if (block) block.insertBefore(box, block.firstChild);
  }

  // Two units side by side, from the rows of a table that has one for each
  function comparable(table) {
    var rows = Array.prototype.slice.call(table.tBodies[0].rows), heads = all('th', table.tHead).map(function (h) { return h.textContent; });
    var place = rows[0] ? Array.prototype.indexOf.call(rows[0].cells, rows[0].querySelector('th')) : -1;
    if (place < 0 || rows.length < 2) return;
    function name(row) { return row.cells[place].textContent; }
    var box = make('div'), choices = make('div', '', box), result = make('div', '', box), selects = [];
    choices.className = 'compare';
    result.className = 'scroll result';
    result.setAttribute('aria-live', 'polite');
    result.setAttribute('role', 'region');
    result.setAttribute('aria-label', word('两者比较', 'Two compared'));
    result.tabIndex = 0; // so that the keyboard can scroll it
    make('span', word('比较', 'Compare'), choices);
    [0, 1].forEach(function (k) {
      var select = make('select', '', choices);
      select.setAttribute('aria-label', k ? word('第二个', 'second') : word('第一个', 'first'));
      rows.forEach(function (row, i) { var option = make('option', name(row), select); option.value = i; });
      select.selectedIndex = k ? rows.length - 1 : 0;
      select.addEventListener('change', show);
      selects.push(select);
    });
    function decimals(text) { var digits = /\.(\d+)/.exec(text); return digits ? digits[1].length : 0; }
    function show() {
      var pair = selects.map(function (s) { return rows[s.selectedIndex]; });
      result.textContent = '';
      var out = make('table', '', result), title = make('caption', word('两者比较', 'Two compared'), out), line = make('tr', '', make('thead', '', out)), body = make('tbody', '', out);
      make('th', word('指标', 'Figure'), line);
      pair.forEach(function (row) { make('th', name(row), line); });
      make('th', word('相差', 'Difference'), line);
      all('th', line).forEach(function (h, i) { h.scope = 'col'; if (i) h.className = 'n'; });
      heads.forEach(function (head, c) {
        if (c === place) return;
        var tr = make('tr', '', body), title = make('th', head, tr), a = pair[0].cells[c].textContent.trim(), b = pair[1].cells[c].textContent.trim();
        title.scope = 'row';
        make('td', a, tr).className = 'n';
        make('td', b, tr).className = 'n';
        var x = number(a), y = number(b), base = /^(基数|Base)$/.test(head); // how many answered is nothing to be ahead in
        make('td', x !== null && y !== null && !base ? (x - y).toFixed(Math.max(decimals(a), decimals(b))).replace('-', '−') : '', tr).className = 'n';
      });
    }
    show();
    var block = table.closest('.table');
    block.parentNode.insertBefore(box, block.nextSibling);
  }

  // Charts: what a bar stands for, from the table of data below it
  function tips() {
    var tip = null;
    function hide() { if (tip) { tip.remove(); tip = null; } }
    function text(shape) {
      var figure = shape.closest('figure'), row = figure && figure.querySelector('tbody').rows[+shape.getAttribute('data-category')];
      if (!row) return '';
      var s = shape.getAttribute('data-series'), heads = all('thead th', figure);
      var cells = s === null ? Array.prototype.slice.call(row.cells, 1) : [row.cells[+s + 1]];
      return row.cells[0].textContent + word('：', ': ') + cells.map(function (cell) { return cell ? heads[cell.cellIndex].textContent + ' ' + cell.textContent : ''; }).join(word('，', ', '));
    }
    document.addEventListener('pointerover', function (event) {
      hide();
      var shape = event.target.closest && event.target.closest('svg [data-category]');
      var words = shape ? text(shape) : '';
      if (!words) return;
      tip = make('div', words, document.body);
      tip.className = 'tip';
      tip.setAttribute('aria-hidden', 'true');
      var box = tip.getBoundingClientRect();
      tip.style.left = Math.max(4, Math.min(event.clientX + 12, window.innerWidth - box.width - 4)) + 'px';
      tip.style.top = Math.max(4, event.clientY - box.height - 12) + 'px';
    });
    document.addEventListener('scroll', hide, true);
    document.addEventListener('keydown', function (event) { if (event.key === 'Escape') hide(); });
  }

  all('.table table').filter(simple).forEach(function (table) { if (table.closest('#ranking, #districts')) comparable(table); sortable(table); filterable(table); });
  tips();
})();
