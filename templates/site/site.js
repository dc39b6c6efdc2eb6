// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader may do with a page beyond reading it: sort and filter tables, compare two units, point at a chart, read the words of the
// interface in English. Everything is on the page without it. Text goes in by textContent only.
'use strict';
(function () {
  var words = {
    '总览': 'Overview', '区县': 'District', '项目': 'Project', '牵头部门': 'Lead department', '名次': 'Place', '得分': 'Score', '等次': 'Grade', '基数': 'Base',
    '指标': 'Measure', '数值': 'Value', '口径': 'Definition', '全部': 'All', '平均': 'Mean', '类别': 'Category', '图中数据': 'Data of the chart', '更正和修订': 'Corrections and revisions',
    '项目得分和名次': 'Projects: scores and places', '牵头部门得分和名次': 'Departments: scores and places', '与以前年度比较': 'Compared with earlier years',
    '区县综合得分和名次': 'Districts: scores and places', '总体评价': 'Overall opinion', '分区县': 'By district', '分项目': 'By project', '满意率和知晓率': 'Satisfaction and awareness',
    '一、综合得分和名次': '1. Score and place', '二、分方式和分维度得分': '2. Scores by method and dimension', '三、问卷结果': '3. Survey results', '四、工作记录': '4. Records of work',
    '五、不适用的项目': '5. Projects that do not apply', '（一）分评估方式': 'By method', '（二）分评估维度': 'By dimension', '问卷结果': 'Survey results', '评估方法': 'Method',
    '数据下载': 'Data', '引用': 'Citation', '核对': 'Checking', '问卷和量表': 'Questionnaires', '牵头的项目': 'Projects led', '引用的数据': 'Figures quoted',
    '1. 资料收集的办法': '1. Data collection strategy', '2. 委托和实施': '2. Sponsor and conductor', '3. 测量工具': '3. Instruments', '4. 研究总体': '4. Population',
    '5. 样本的产生': '5. Generating the sample', '6. 调查方式': '6. Modes', '7. 调查时间': '7. Dates', '8. 样本量和精度': '8. Sample sizes and precision', '9. 权重': '9. Weighting',
    '10. 数据处理和质量检查': '10. Processing and quality checks', '11. 局限': '11. Limitations',
    '发放': 'Issued', '回收': 'Returned', '有效': 'Valid', '回收率': 'Return rate', '有效率': 'Valid rate', '有效回收率': 'Valid return rate', '不适用': 'Not applicable', '原因': 'Reason', '依据': 'Authority',
    '模拟数据，非真实评估结果': 'Simulated data, not results of a real evaluation',
    'district': 'Districts', 'project': 'Projects', 'department': 'Departments'
  };
  var english = false, listeners = [];

  function make(name, text, parent) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  }
  // A word of the interface, in the language chosen now and later.
  function say(element, chinese, other) {
    function set() { element.textContent = english ? other : chinese; element.lang = english ? 'en' : 'zh-CN'; }
    listeners.push(set);
    set();
    return element;
  }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function remember(value) { try { if (value === undefined) return localStorage.getItem('ceping-language'); localStorage.setItem('ceping-language', value); } catch (e) { return null; } }

  // English switch
  function switchable() {
    all('[data-en]').forEach(function (element) {
      var other = element.getAttribute('data-en');
      say(element, element.textContent, words[other] || other);
    });
    all('th[scope=col], h1, h2, h3, summary, .contents a, .mark strong').forEach(function (element) {
      var text = element.textContent;
      if (!words[text] || element.children.length) return;
      element.textContent = '';
      say(make('span', '', element), text, words[text]); // a header may later become a button around it
    });
    var tools = make('div'), button = make('button', '', tools), header = document.querySelector('header');
    tools.className = 'tools';
    button.type = 'button';
    function label() { button.textContent = english ? '中文' : 'English'; button.lang = english ? 'zh-CN' : 'en'; }
    listeners.push(label);
    label();
    button.addEventListener('click', function () { english = !english; remember(english ? 'en' : 'zh'); listeners.forEach(function (f) { f(); }); });
    header.insertBefore(tools, header.firstChild);
    if (remember() === 'en') { english = true; listeners.forEach(function (f) { f(); }); }
  }

  // Sorting and filtering
  function number(text) { var n = parseFloat(text.replace(/[,%＋+]/g, '').replace('−', '-')); return isNaN(n) ? null : n; }
  function compare(a, b) {
    var x = number(a), y = number(b);
    if (x !== null && y !== null) return x - y;
    if (x !== null || y !== null) return x !== null ? -1 : 1; // what has no value stands last
    return a.localeCompare(b, 'zh-CN');
  }
  function simple(table) {
    return table.tHead && table.tHead.rows.length === 1 && table.tBodies[0].rows.length > 2 && !table.querySelector('[colspan], [rowspan]');
  }
  // The line for all stays below, however the others are sorted.
  function total(row) {
    var head = row.querySelector('th');
    return head && row.classList.contains('strong') && /^(全部|合计|综合得分|有效回答|—)$/.test(head.textContent.trim());
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
    say(label.insertBefore(make('span'), input), '筛选', 'Filter');
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

  // Two units side by side, from the rows of the ranking
  function comparable(table) {
    var rows = Array.prototype.slice.call(table.tBodies[0].rows), heads = all('th', table.tHead).map(function (h) { return h.textContent; });
    var place = rows[0] ? Array.prototype.indexOf.call(rows[0].cells, rows[0].querySelector('th')) : -1;
    if (place < 0 || rows.length < 2) return;
    function name(row) { return row.cells[place].textContent; }
    var box = make('div'), choices = make('div', '', box), result = make('div', '', box), selects = [];
    choices.className = 'compare';
    result.className = 'scroll';
    result.setAttribute('aria-live', 'polite');
    say(make('span', '', choices), '比较', 'Compare');
    [0, 1].forEach(function (k) {
      var select = make('select', '', choices);
      select.setAttribute('aria-label', k ? '第二个 / second' : '第一个 / first');
      rows.forEach(function (row, i) { var option = make('option', name(row), select); option.value = i; });
      select.selectedIndex = k ? rows.length - 1 : 0;
      select.addEventListener('change', show);
      selects.push(select);
    });
    function decimals(text) { var dot = text.indexOf('.'); return dot < 0 ? 0 : text.length - dot - 1; }
    function show() {
      var pair = selects.map(function (s) { return rows[s.selectedIndex]; });
      result.textContent = '';
      var out = make('table', '', result), line = make('tr', '', make('thead', '', out)), body = make('tbody', '', out);
      say(make('th', '', line), '指标', 'Measure');
      pair.forEach(function (row) { make('th', name(row), line); });
      say(make('th', '', line), '相差', 'Difference');
      all('th', line).forEach(function (h, i) { h.scope = 'col'; if (i) h.className = 'n'; });
      heads.forEach(function (head, c) {
        if (c === place) return;
        var tr = make('tr', '', body), title = make('th', head, tr), a = pair[0].cells[c].textContent.trim(), b = pair[1].cells[c].textContent.trim();
        title.scope = 'row';
        make('td', a, tr).className = 'n';
        make('td', b, tr).className = 'n';
        var x = number(a), y = number(b);
        make('td', x !== null && y !== null ? (x - y).toFixed(Math.max(decimals(a), decimals(b))) : '', tr).className = 'n';
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
      return row.cells[0].textContent + '：' + cells.map(function (cell) { return cell ? heads[cell.cellIndex].textContent + ' ' + cell.textContent : ''; }).join('，');
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

  switchable();
  all('.table table').filter(simple).forEach(function (table) { if (table.closest('#ranking')) comparable(table); sortable(table); filterable(table); });
  tips();
})();
